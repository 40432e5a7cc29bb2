/** Marks of rows: by them alone a scan is judged, and they may be kept, since they hold nothing of a person. */
import { createHash } from 'node:crypto'
import type { RowMark } from '../contracts/scan.ts'

const UNREADABLE = '?'

export function markOf(key: string, row: unknown): RowMark {
  return [hashOf(key), hashOf(JSON.stringify(row))]
}

/**
 * Of a row without a readable id, by its values under `keys`: only those are looked at. Rows that are alike in them
 * are told apart by their places among the others of the page.
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

/** 66 bits: two of a million rows are alike with a chance of one in a hundred million. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 11)
}
