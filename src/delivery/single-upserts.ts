/** Delivers rows one by one: if there are few, if cells have to be cleared, or if a merge did not write them. */
import { hasUnansweredSend, noteNotWritten, noteSending } from '../store/rows/send.ts'
import { confirmWritten } from '../store/rows/confirm-written.ts'
import type { RowHashes } from '../reading/row-hashes.ts'
import { hashesOf } from '../store/rows/stored/row-hashes.ts'
import { updateWaitingRows, type WaitingRow } from '../store/rows/stored/waiting-rows.ts'
import { clearCells } from './clear-cells.ts'
import { recordFor } from '../mapping/column-plan.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'
import { waitAfterRefusal } from './wait-after-refusal.ts'
import { isTimeOut } from './refusals.ts'
import { emailOf, openRow } from '../store/rows/stored/row-content.ts'
import { certainlyNotWritten } from './certainly-not-written.ts'

/**
 * Upserts each row by its address and books it before the next one. A refused row waits or is rejected. Throws
 * ActOnListGone, refusals of the whole list, and errors that make the whole account wait.
 */
export async function upsertSingly(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<void> {
  let timeOuts = 0
  for (const [index, row] of rows.entries()) {
    delivery.signal.throwIfAborted()
    timeOuts = (await upsertOne(delivery, columns, row)) === 'timedOut' ? timeOuts + 1 : 0
    if (timeOuts < MAX_TIME_OUTS_IN_A_ROW) continue
    // The remaining rows would take as long, one after the other.
    const { store, on24ClientId, eventId } = delivery
    const left = rows.slice(index + 1).map((one) => one.registrantId)
    return updateWaitingRows(store, on24ClientId, eventId, left, { timedOut: true })
  }
}

/** This many consecutive time-outs mean that the list is too large for single writes. */
const MAX_TIME_OUTS_IN_A_ROW = 2

async function upsertOne(
  delivery: Delivery,
  columns: ListColumns,
  row: WaitingRow,
): Promise<'timedOut' | 'tried'> {
  const { store, actOn, cipher, on24ClientId, eventId, runKey, signal, now, findings } = delivery
  const content = openRow(cipher, row)
  const email = emailOf(content)
  const sent = hashesOf(row)
  const answersTellSplit = !(await hasUnansweredSend(store, delivery, [row.registrantId]))
  const written = await sendOrWait(delivery, columns, sent, () =>
    columns.withPlan(async (plan) => {
      const { listId } = columns
      const cells = recordFor(plan, content.cells)
      return actOn.upsertContact({ listId, email, cells }, { signal })
    }),
  )
  if (written === null) return findings.tried.has(row.registrantId) ? 'tried' : 'timedOut'
  const toClear = { email, headings: content.clear }
  if (!(await clearCells(delivery, columns, sent, toClear))) return 'tried'
  const { outcome } = written
  const created = outcome === null || !answersTellSplit ? null : outcome === 'created' ? 1 : 0
  findings.answered = true
  await confirmWritten(store, { on24ClientId, eventId, runKey, rows: [sent], created, at: now() })
  return 'tried'
}

/**
 * Records in the store that the row is being sent, sends it, and books a failure. Null if the row keeps waiting or was
 * rejected.
 */
export async function sendOrWait<T>(
  delivery: Delivery,
  columns: ListColumns,
  row: RowHashes,
  send: () => Promise<T>,
): Promise<T | null> {
  const { store, on24ClientId, eventId, now, findings } = delivery
  const { registrantId } = row
  await updateWaitingRows(store, on24ClientId, eventId, [registrantId], { sentAt: now() })
  await noteSending(store, delivery, [row])
  try {
    return await send()
  } catch (error) {
    if (certainlyNotWritten(error)) await noteNotWritten(store, delivery, [registrantId])
    if (isTimeOut(error)) {
      await updateWaitingRows(store, on24ClientId, eventId, [registrantId], { timedOut: true })
      return null
    }
    await waitAfterRefusal(delivery, columns, row, error)
    findings.tried.add(registrantId)
    return null
  }
}
