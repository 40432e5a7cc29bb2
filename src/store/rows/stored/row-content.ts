/** The personal part of a waiting row: sealed for its account, its webinar and its registration. */
import { z } from 'zod'
import type { AccountCipher } from '../../../crypto/account-cipher.ts'
import { EMAIL_HEADING, FIELD_TABLE } from '../../../mapping/field-table.ts'

const RowContent = z.object({
  /** In the order of the field table; fewer in a row that was sealed before its last columns were added. */
  cells: z.array(z.string()).max(FIELD_TABLE.length),
  /** Headings to clear after the row was written. */
  clear: z.array(z.string()),
})
export type RowContent = z.infer<typeof RowContent>

const sealContext = (eventId: string, registrantId: string) =>
  `waiting_row/${eventId}/${registrantId}`

export function sealRow(
  cipher: AccountCipher,
  eventId: string,
  row: {
    readonly registrantId: string
    readonly cells: readonly string[]
    readonly clear: readonly string[]
  },
): string {
  const content = JSON.stringify({ cells: row.cells, clear: row.clear })
  return cipher.seal(sealContext(eventId, row.registrantId), content)
}

/** Throws if the row was sealed for another place, or holds more columns than the field table. */
export function openRow(
  cipher: AccountCipher,
  row: {
    readonly eventId: string
    readonly registrantId: string
    readonly sealed: string | null
  },
): RowContent {
  if (row.sealed === null) throw new Error('The row has no sealed content.')
  const content: unknown = JSON.parse(
    cipher.open(sealContext(row.eventId, row.registrantId), row.sealed),
  )
  return RowContent.parse(content)
}

const EMAIL_POSITION = FIELD_TABLE.findIndex(({ heading }) => heading === EMAIL_HEADING)

export function emailOf(content: RowContent): string {
  return content.cells[EMAIL_POSITION] ?? ''
}
