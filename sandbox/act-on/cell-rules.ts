/** Why Act-On rejects a row. Which of these rules the real one has is unknown, so all are knobs. */
import type { ActOnContext } from './context.ts'
import { emailOf } from './state/contacts.ts'
import type { List } from './state/lists.ts'

/** Null: accepted. */
export function reasonToReject(
  { knobs }: ActOnContext,
  list: List,
  cells: readonly string[],
): string | null {
  const longest = knobs.cellMaxLength
  if (longest !== null) {
    const at = cells.findIndex((cell) => cell.length > longest)
    if (at !== -1) return `Value too long: ${list.columns[at]?.heading ?? ''}`
  }
  const email = emailOf(list, cells)
  if (email === '') return 'Missing email address'
  if (knobs.invalidEmail === 'reject' && !isPlausibleAddress(email)) return 'Invalid email address'
  return knobs.rejectRow(byHeading(list, cells))
}

export function byHeading(list: List, cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(list.columns.map(({ heading }, at) => [heading, cells[at] ?? '']))
}

function isPlausibleAddress(email: string): boolean {
  return /^[^\s@]+@[^\s@]+$/u.test(email)
}
