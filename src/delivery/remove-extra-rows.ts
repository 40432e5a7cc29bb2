/** Removes rows that a repair found and that should not be in the list, by record id. */
import { tooManyRemovals } from '../reading/removal-guard.ts'
import { countContacts, registrationsOf } from '../store/rows/stored/registrations.ts'
import {
  areExtraRowsApproved,
  endExtraRows,
  type ExtraRow,
  extraRowsToRemove,
  giveUpExtraRows,
  holdExtraRows,
  markRemoved,
} from '../store/verifications/extra-rows.ts'
import { inTransaction } from '../store/database.ts'
import { confirmExtraRemoved } from '../store/rows/confirm-removed.ts'
import { lockWebinar } from '../store/webinars/webinars.ts'
import { deleteRows } from './delete-rows.ts'
import type { Delivery } from './delivery.ts'
import { type ListedRow, listRows } from './find-rows.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'

/** Act-On's limit for one call. */
const RECORDS_PER_CALL = 100

/**
 * The list may have changed since the comparison, so it is read again: only rows that still should not be there are
 * removed. Suspiciously many are held until an operator decides; those that Act-On refuses to remove are tried again.
 */
export async function removeExtraRows(delivery: Delivery, columns: ListColumns): Promise<void> {
  const { store, on24ClientId, eventId, signal, now } = delivery
  const { runKey, rows: found } = await extraRowsToRemove(store, delivery)
  if (found.length === 0) return
  const place = { on24ClientId, eventId, runKey }
  const rows = await stillToRemove(delivery, found, await listRows(delivery, columns))
  // The others are somebody's only row by now, or gone.
  const numbers = rows.map(({ number }) => number)
  await giveUpExtraRows(store, place, numbers)
  if (await areTooMany(delivery, rows.length)) {
    return holdExtraRows(store, delivery, { rows: rows.length, at: now() })
  }
  for (let start = 0; start < rows.length; start += RECORDS_PER_CALL) {
    signal.throwIfAborted()
    const some = rows.slice(start, start + RECORDS_PER_CALL)
    const recordIds = some.map(({ recordId }) => recordId)
    if (!(await deleteRows(delivery, columns, recordIds))) return
    const removed = some.map(({ number }) => number)
    const registrantIds = some.map(({ registrantId }) => registrantId)
    await inTransaction(store, async (tx) => {
      await lockWebinar(tx, on24ClientId, eventId)
      await markRemoved(tx, place, removed, now())
      await confirmExtraRemoved(tx, delivery, registrantIds, now())
    })
  }
  await endExtraRows(store, delivery)
}

async function areTooMany(delivery: Delivery, rows: number): Promise<boolean> {
  const { store, on24ClientId, eventId } = delivery
  if (await areExtraRowsApproved(store, delivery)) return false
  return tooManyRemovals(rows, await countContacts(store, { on24ClientId, eventId }))
}

/** Without the only row at the address of a registration that Act-On has confirmed. */
async function stillToRemove(
  { store, on24ClientId, eventId }: Delivery,
  found: readonly ExtraRow[],
  listed: readonly ListedRow[],
): Promise<ExtraRow[]> {
  const registrations = await registrationsOf(store, on24ClientId, eventId)
  const inUse = new Set(registrations.map(({ addressHash }) => addressHash))
  const toRemove = new Set(found.map(({ recordId }) => recordId))
  const staying = new Set(
    listed.filter((row) => !toRemove.has(row.recordId)).map(({ addressHash }) => addressHash),
  )
  const byRecordId = new Map(listed.map((row) => [row.recordId, row]))
  return found.filter(({ recordId, registrantId }) => {
    const row = byRecordId.get(recordId)
    if (row?.registrantId !== registrantId) return false
    return !inUse.has(row.addressHash) || staying.has(row.addressHash)
  })
}
