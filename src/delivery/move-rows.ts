/** A changed address moves the contact: one row afterwards, not two, and never a second one by upsert. */
import { ActOnListGone, ActOnRequestRefused } from '../act-on/errors.ts'
import type { WaitingRow } from '../store/waiting-rows.ts'
import { updateWaitingRows } from '../store/waiting-rows.ts'
import { recordFor } from './column-plan.ts'
import { confirmWritten } from './confirm-rows.ts'
import type { Delivery } from './delivery.ts'
import { listRows, type ListedRow, rowsOfPerson } from './find-rows.ts'
import type { ListColumns } from './list-columns.ts'
import { rejectRow } from './reject-row.ts'
import { openRow } from './row-content.ts'
import { upsertSingly } from './single-upserts.ts'

export async function moveRows(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<void> {
  if (rows.length === 0) return
  const { store, on24ClientId, eventId, now } = delivery
  const ids = rows.map((row) => row.registrant_id)
  await updateWaitingRows(store, on24ClientId, eventId, ids, { last_tried_at: now() })
  const listed = await listRows(delivery, columns)
  const oldHashes = await oldAddressHashes(delivery, ids)
  for (const row of rows) {
    delivery.signal.throwIfAborted()
    const registrantId = row.registrant_id
    const addressHash = oldHashes.get(registrantId) ?? row.address_hash
    const own = rowsOfPerson(listed, { registrantId, addressHash })
    const atNewAddress = listed.filter((other) => other.addressHash === row.address_hash)
    await moveOne(delivery, columns, row, own, atNewAddress)
  }
}

async function moveOne(
  delivery: Delivery,
  columns: ListColumns,
  row: WaitingRow,
  own: readonly ListedRow[],
  atNewAddress: readonly ListedRow[],
): Promise<void> {
  const { actOn, signal } = delivery
  const { listId } = columns
  const [first, ...further] = own
  if (first === undefined || atNewAddress.length > 0) {
    // The row at the new address is taken over; any other row of this person goes afterwards.
    const stale = own.filter((old) => !atNewAddress.includes(old)).map(({ recordId }) => recordId)
    if (stale.length > 0) await actOn.deleteRecords({ listId, recordIds: stale }, { signal })
    await upsertSingly(delivery, columns, [row])
    return
  }
  if (further.length > 0) {
    const recordIds = further.map(({ recordId }) => recordId)
    await actOn.deleteRecords({ listId, recordIds }, { signal })
  }
  const content = openRow(delivery.cipher, row)
  try {
    await columns.withPlan((plan) =>
      actOn.updateRecord(
        { listId, recordId: first.recordId, cells: recordFor(plan, content.cells) },
        { signal },
      ),
    )
  } catch (error) {
    // The same answer as for a list that is gone may mean the row, deleted since the download.
    if (error instanceof ActOnListGone) return upsertSingly(delivery, columns, [row])
    if (!(error instanceof ActOnRequestRefused)) throw error
    await rejectRow(delivery, row.registrant_id, {
      reason: `refused (${error.code ?? String(error.status)})`,
      words: error.vendorWords,
    })
    return
  }
  if (content.clear.length > 0) await upsertSingly(delivery, columns, [row])
  else await confirmWritten(delivery, { registrantIds: [row.registrant_id], created: 0 })
}

async function oldAddressHashes(
  { store, on24ClientId, eventId }: Delivery,
  registrantIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await store
    .selectFrom('registration')
    .select(['registrant_id', 'address_hash'])
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where('registrant_id', 'in', registrantIds)
    .execute()
  return new Map(rows.map((row) => [row.registrant_id, row.address_hash]))
}
