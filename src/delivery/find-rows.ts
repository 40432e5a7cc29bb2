/** Finds a person's rows in a list by registrant id, else by address hash: Act-On can search for neither. */
import { registrationsOf } from '../store/rows/stored/registrations.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'

export interface ListedRow {
  readonly recordId: string
  readonly registrantId: string
  readonly addressHash: string
}

/** A list's rows, and the ids of all registrations of the webinar that are or may be in it. */
export interface ListedRows {
  readonly rows: readonly ListedRow[]
  readonly registrantIds: ReadonlySet<string>
}

export async function listRowsOfPeople(
  delivery: Delivery,
  columns: ListColumns,
): Promise<ListedRows> {
  const { store, on24ClientId, eventId } = delivery
  const rows = await listRows(delivery, columns)
  const registrations = await registrationsOf(store, on24ClientId, eventId)
  return { rows, registrantIds: new Set(registrations.map(({ registrantId }) => registrantId)) }
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
 * The rows of one registration: those with its id. If there are none, those with its address, because a user may have
 * cleared or changed the id; but never a row with the id of another registration.
 */
export function rowsOfPerson(
  { rows, registrantIds }: ListedRows,
  person: { readonly registrantId: string; readonly addressHashes: readonly string[] },
): ListedRow[] {
  const byId = rows.filter((row) => row.registrantId === person.registrantId)
  if (byId.length > 0) return byId
  return rows.filter(
    (row) => !registrantIds.has(row.registrantId) && person.addressHashes.includes(row.addressHash),
  )
}
