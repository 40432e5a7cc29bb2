/** Finds a person's rows in a list by registrant id, else by address hash: there is no search for either. */
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/list-columns.ts'

export interface ListedRow {
  readonly recordId: string
  readonly registrantId: string
  readonly addressHash: string
}

/** Every row of the list, by the two columns that say whose it is. Holds no address, only its hash. */
export async function listRows(delivery: Delivery, columns: ListColumns): Promise<ListedRow[]> {
  const { actOn, cipher, signal, findings } = delivery
  const { emailHeading, registrantIdHeading } = await columns.read()
  if (emailHeading === null || registrantIdHeading === null) return []
  const rows: ListedRow[] = []
  const headings = [emailHeading, registrantIdHeading]
  for await (const page of actOn.downloadList(columns.listId, { headings }, { signal })) {
    findings.answered = true
    for (const { recordId, cells } of page.rows) {
      rows.push({
        recordId,
        registrantId: cells[registrantIdHeading]?.trim() ?? '',
        addressHash: cipher.hash(cells[emailHeading]?.trim().toLowerCase() ?? ''),
      })
    }
  }
  return rows
}

/**
 * The rows of one registration: those with its id; if there are none, those with its address that carry
 * nobody else's id: a user may have blanked our column.
 */
export function rowsOfPerson(
  rows: readonly ListedRow[],
  person: { readonly registrantId: string; readonly addressHashes: readonly string[] },
): ListedRow[] {
  const byId = rows.filter((row) => row.registrantId === person.registrantId)
  if (byId.length > 0) return byId
  return rows.filter(
    (row) => row.registrantId === '' && person.addressHashes.includes(row.addressHash),
  )
}
