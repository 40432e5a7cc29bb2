/** Removes people who are to be in the list no longer, by record id, until a download shows none of them. */
import { updateWaitingRows, type WaitingRow } from '../store/waiting-rows.ts'
import { confirmRemoved } from './confirm-rows.ts'
import type { Delivery } from './delivery.ts'
import { listRows, rowsOfPerson } from './find-rows.ts'
import type { ListColumns } from './list-columns.ts'

const ROUNDS = 5
/** Act-On deletes at most so many records in one call. */
const RECORDS_PER_CALL = 100

/** Rows that cannot be removed stay pending for the next run. */
export async function removeRows(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<void> {
  const { store, actOn, on24ClientId, eventId, signal, now } = delivery
  const left = new Map(rows.map((row) => [row.registrant_id, row]))
  const removed = new Map<string, number>()
  await updateWaitingRows(store, on24ClientId, eventId, [...left.keys()], {
    last_tried_at: now(),
    triedAgain: true,
  })
  for (let round = 0; round < ROUNDS && left.size > 0; round += 1) {
    const listed = await listRows(delivery, columns)
    const recordIds: string[] = []
    for (const [registrantId, row] of left) {
      const found = rowsOfPerson(listed, { registrantId, addressHash: row.address_hash })
      if (found.length === 0) {
        const count = removed.get(registrantId) ?? 0
        await confirmRemoved(delivery, registrantId, row.removal_reason, count)
        left.delete(registrantId)
        continue
      }
      removed.set(registrantId, (removed.get(registrantId) ?? 0) + found.length)
      recordIds.push(...found.map(({ recordId }) => recordId))
    }
    for (let start = 0; start < recordIds.length; start += RECORDS_PER_CALL) {
      signal.throwIfAborted()
      const some = recordIds.slice(start, start + RECORDS_PER_CALL)
      await actOn.deleteRecords({ listId: columns.listId, recordIds: some }, { signal })
    }
  }
}
