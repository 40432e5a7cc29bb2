/** Hashes of rows, which are all that a scan needs for its decisions. They hold no personal data, so may be stored. */
import { createHash } from 'node:crypto'
import type { RowMark } from '../contracts/scan.ts'

const UNREADABLE = '?'

export function markOf(key: string, row: unknown): RowMark {
  return [hashOf(key), hashOf(JSON.stringify(row))]
}

/**
 * The mark of a row without a readable id: a hash of its values under `keys` only. Rows of one page with equal
 * values are told apart by their position among each other.
 */
export function markOfUnreadable(
  row: unknown,
  keys: readonly string[],
  others: readonly RowMark[],
): RowMark {
  const form = hashOf(JSON.stringify(row, [...keys]))
  const alike = others.filter((other) => isUnreadable(other) && other[1] === form).length
  return [`${UNREADABLE}${form}${String(alike)}`, form]
}

export function isUnreadable([key]: RowMark): boolean {
  return key.startsWith(UNREADABLE)
}

/** 66 bits: among a million rows, the chance that two hashes collide is one in a hundred million. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 11)
}
