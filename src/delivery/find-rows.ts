/** Finds a person's rows in a list by registrant id, else by address hash: Act-On can search for neither. */
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'

export interface ListedRow {
  readonly recordId: string
  readonly registrantId: string
  readonly addressHash: string
}

/** Every row of the list, with the two columns that identify its person. Holds a hash instead of the address. */
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
 * The rows of one registration: those with its id. If there are none, those with its address and no id, because a user
 * may have cleared our column.
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
