/** Finds a contact by address as Act-On does: the first matching row, even if there are several. */
import type { ActOnContext } from './context.ts'
import { emailOf } from './state/contacts.ts'
import type { Contact } from './state/contacts.ts'
import type { List } from './state/lists.ts'

export function findByEmail(
  { contacts, knobs }: ActOnContext,
  list: List,
  email: string,
): Contact | null {
  const rows = contacts.findByEmail(list, email)
  const isSame = (row: Contact) =>
    knobs.emailMatch === 'insensitive' || emailOf(list, row.cells) === email
  return rows.find(isSame) ?? null
}
