/** Delivers rows one by one: for few rows, for cells to clear, and for rows that a merge did not bring. */
import { hasUnansweredSend, noteNotWritten, noteSent } from '../store/rows/send.ts'
import { confirmWritten } from '../store/rows/confirm-written.ts'
import { type SentRow, sentRow } from '../store/rows/sent-row.ts'
import { updateWaitingRows, type WaitingRow } from '../store/rows/waiting-rows.ts'
import { clearCells } from './clear-cells.ts'
import { recordFor } from './column-plan.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list-columns.ts'
import { waitAfterRefusal } from './refused-row.ts'
import { isTimeOut } from './refusals.ts'
import { emailOf, openRow } from './row-content.ts'
import { surelyNotWritten } from './surely-not-written.ts'

/**
 * Upserts each row by its address and books it before the next one. A row that is refused waits, or is set aside.
 * Throws ActOnListGone, what the list refuses as a whole, and whatever makes the whole account wait.
 */
export async function upsertSingly(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<void> {
  for (const row of rows) {
    delivery.signal.throwIfAborted()
    await upsertOne(delivery, columns, row)
  }
}

async function upsertOne(delivery: Delivery, columns: ListColumns, row: WaitingRow): Promise<void> {
  const { store, actOn, cipher, on24ClientId, eventId, runKey, signal, now, met } = delivery
  const content = openRow(cipher, row)
  const email = emailOf(content)
  const sent = sentRow(row)
  const answersTellSplit = !(await hasUnansweredSend(store, delivery, [row.registrant_id]))
  const written = await sendOrWait(delivery, columns, sent, () =>
    columns.withPlan(async (plan) => {
      const { listId } = columns
      const cells = recordFor(plan, content.cells)
      return actOn.upsertContact({ listId, email, cells }, { signal })
    }),
  )
  if (written === null) return
  const toClear = { email, headings: content.clear }
  if (!(await clearCells(delivery, columns, sent, toClear))) return
  const { outcome } = written
  const created = outcome === null || !answersTellSplit ? null : outcome === 'created' ? 1 : 0
  met.answered = true
  await confirmWritten(store, { on24ClientId, eventId, runKey, rows: [sent], created, at: now() })
}

/**
 * Says that the row is on its way, sends it, and books what did not go through. Null when the row goes on waiting, or
 * was set aside.
 */
export async function sendOrWait<T>(
  delivery: Delivery,
  columns: ListColumns,
  row: SentRow,
  send: () => Promise<T>,
): Promise<T | null> {
  const { store, on24ClientId, eventId, now, met } = delivery
  const { registrantId } = row
  await updateWaitingRows(store, on24ClientId, eventId, [registrantId], { last_tried_at: now() })
  await noteSent(store, delivery, [row])
  try {
    return await send()
  } catch (error) {
    if (surelyNotWritten(error)) await noteNotWritten(store, delivery, [registrantId])
    if (isTimeOut(error)) {
      await updateWaitingRows(store, on24ClientId, eventId, [registrantId], { timed_out: true })
      return null
    }
    await waitAfterRefusal(delivery, columns, row, error)
    met.tried.add(registrantId)
    return null
  }
}
