/** Removes people from the list by record id, until a download shows none of them. */
import { confirmRemoved } from '../store/rows/confirm-removed.ts'
import { noteSendingRemovals } from '../store/rows/send.ts'
import { addressHashesOf } from '../store/rows/stored/registrations.ts'
import { updateWaitingRows, type WaitingRow } from '../store/rows/stored/waiting-rows.ts'
import { deleteOrRefusal } from './delete-rows.ts'
import type { Delivery } from './delivery.ts'
import { listRowsOfPeople, rowsOfPerson } from './find-rows.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'

const ROUNDS = 5
/** Act-On's limit for one call. */
const RECORDS_PER_CALL = 100

/** Removals that fail stay pending for the next run, with the reason `removalRefused`. */
export async function removeRows(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<void> {
  const { store, on24ClientId, eventId, runKey, signal, now, findings } = delivery
  const left = new Map(rows.map((row) => [row.registrantId, row]))
  const removed = new Map<string, number>()
  await updateWaitingRows(store, on24ClientId, eventId, [...left.keys()], { sentAt: now() })
  await noteSendingRemovals(store, delivery, [...left.keys()])
  const addressHashes = await addressHashesOf(store, on24ClientId, eventId, [...left.keys()])
  let refusal = 'rows come back'
  for (let round = 0; round < ROUNDS && left.size > 0; round += 1) {
    const listed = await listRowsOfPeople(delivery, columns)
    const recordIds: string[] = []
    for (const [registrantId, row] of left) {
      const hashes = addressHashes.get(registrantId) ?? [row.addressHash]
      const found = rowsOfPerson(listed, { registrantId, addressHashes: hashes })
      if (found.length === 0) {
        const rowsRemoved = removed.get(registrantId) ?? 0
        const removal = { registrantId, reason: row.removalReason, rowsRemoved, at: now() }
        await confirmRemoved(store, { on24ClientId, eventId, runKey, ...removal })
        left.delete(registrantId)
        continue
      }
      removed.set(registrantId, (removed.get(registrantId) ?? 0) + found.length)
      recordIds.push(...found.map(({ recordId }) => recordId))
    }
    for (let start = 0; start < recordIds.length; start += RECORDS_PER_CALL) {
      signal.throwIfAborted()
      const some = recordIds.slice(start, start + RECORDS_PER_CALL)
      refusal = (await deleteOrRefusal(delivery, columns.listId, some)) ?? refusal
    }
  }
  if (left.size > 0) findings.waits.set('removalRefused', refusal)
}
