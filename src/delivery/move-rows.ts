/** Moves a contact whose address has changed, so that the list has one row afterwards, not two. */
import { ActOnListGone } from '../act-on/errors.ts'
import { addressHashesOf } from '../store/rows/stored/registrations.ts'
import { confirmWritten } from '../store/rows/confirm-written.ts'
import { hashesOf } from '../store/rows/stored/row-hashes.ts'
import { updateWaitingRows, type WaitingRow } from '../store/rows/stored/waiting-rows.ts'
import { recordFor } from '../mapping/column-plan.ts'
import { deleteRows } from './delete-rows.ts'
import type { Delivery } from './delivery.ts'
import { listRowsOfPeople, type ListedRow, rowsOfPerson } from './find-rows.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'
import { openRow } from '../store/rows/stored/row-content.ts'
import { sendOrWait } from './single-upserts.ts'

export async function moveRows(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<void> {
  if (rows.length === 0) return
  const { store, on24ClientId, eventId } = delivery
  const ids = rows.map((row) => row.registrantId)
  const listed = await listRowsOfPeople(delivery, columns)
  const oldHashes = await addressHashesOf(store, on24ClientId, eventId, ids)
  for (const row of rows) {
    delivery.signal.throwIfAborted()
    const registrantId = row.registrantId
    const addressHashes = oldHashes.get(registrantId) ?? [row.addressHash]
    const own = rowsOfPerson(listed, { registrantId, addressHashes })
    const atNewAddress = listed.rows.filter((other) => other.addressHash === row.addressHash)
    await moveOne(delivery, columns, row, { own, atNewAddress, addressHashes })
  }
}

interface PlaceInList {
  /** The person's rows. */
  readonly own: readonly ListedRow[]
  readonly atNewAddress: readonly ListedRow[]
  /** Where the person's row is known to be, or may be: where it was confirmed comes first. */
  readonly addressHashes: readonly string[]
}

/** The move waits while an old row cannot be deleted: a person must never have two rows. */
async function moveOne(
  delivery: Delivery,
  columns: ListColumns,
  row: WaitingRow,
  { own, atNewAddress, addressHashes }: PlaceInList,
): Promise<void> {
  const [first, ...further] = own
  const isTakenOver = first === undefined || atNewAddress.length > 0
  // The row at the new address is taken over; any other row of this person is deleted.
  const others = isTakenOver ? own.filter((old) => !atNewAddress.includes(old)) : further
  const [confirmedAt] = addressHashes
  // If the address is the same as ever, users have made the others, unless we may have: only a repair deletes theirs.
  const stale =
    confirmedAt === row.addressHash
      ? others.filter(({ addressHash }) => addressHashes.includes(addressHash))
      : others
  // Of several rows at one address, an upsert would change the one that Act-On finds first.
  const amongOthers =
    atNewAddress.length > 1 ? own.find((row) => atNewAddress.includes(row)) : undefined
  const toRewrite = amongOthers ?? (isTakenOver ? undefined : first)
  const areGone = await deleteRows(
    delivery,
    columns,
    stale.map(({ recordId }) => recordId),
  )
  if (!areGone) {
    delivery.findings.tried.add(row.registrantId)
    return
  }
  if (toRewrite === undefined || isRewritten(row, toRewrite)) await leaveToUpsert(delivery, row)
  else await rewriteRow(delivery, columns, row, toRewrite)
}

/** True if an earlier update that timed out has taken effect. */
function isRewritten(row: WaitingRow, { addressHash }: ListedRow): boolean {
  return row.timedOut && addressHash === row.addressHash
}

/**
 * Upserts come after all moves: the row at the new address may belong to a person who is still to be moved, and would
 * be lost if it were overwritten first.
 */
async function leaveToUpsert(
  { store, on24ClientId, eventId }: Delivery,
  { registrantId }: WaitingRow,
): Promise<void> {
  await updateWaitingRows(store, on24ClientId, eventId, [registrantId], { action: 'upsert' })
}

async function rewriteRow(
  delivery: Delivery,
  columns: ListColumns,
  row: WaitingRow,
  { recordId }: ListedRow,
): Promise<void> {
  const { store, actOn, cipher, on24ClientId, eventId, runKey, signal, now } = delivery
  const content = openRow(cipher, row)
  const sent = hashesOf(row)
  const end = await sendOrWait(delivery, columns, sent, () =>
    columns.withPlan(async (plan) => {
      const { listId } = columns
      const cells = recordFor(plan, content.cells)
      try {
        await actOn.updateRecord({ listId, recordId, cells }, { signal })
        return 'rewritten'
      } catch (error) {
        // Act-On's answer for a missing list may also mean the row, if it was deleted since the download.
        if (error instanceof ActOnListGone) return 'gone'
        throw error
      }
    }),
  )
  if (end === null) {
    // The next delivery tries again, and sees in the list whether this update took effect.
    if (!delivery.findings.tried.has(row.registrantId)) {
      delivery.findings.tried.add(row.registrantId)
      delivery.findings.waits.set('listRefused', 'no answer in time')
    }
    return
  }
  if (end === 'gone' || content.clear.length > 0) return leaveToUpsert(delivery, row)
  await confirmWritten(store, {
    on24ClientId,
    eventId,
    runKey,
    rows: [sent],
    created: 0,
    at: now(),
  })
}
