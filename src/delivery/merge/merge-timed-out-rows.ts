/**
 * Rows whose single write timed out, as happens on very large lists. Another single write would take as long. So the
 * row is looked up first, because the write may have taken effect, and is otherwise sent in a merge.
 */
import { ActOnRequestRefused } from '../../act-on/errors.ts'
import { confirmWritten } from '../../store/rows/confirm-written.ts'
import { hashesOf } from '../../store/rows/stored/row-hashes.ts'
import { updateWaitingRows, type WaitingRow } from '../../store/rows/stored/waiting-rows.ts'
import { finishMerge, startMerge } from './bulk-merge.ts'
import { clearCells } from '../clear-cells.ts'
import { recordFor } from '../../mapping/column-plan.ts'
import type { Delivery } from '../delivery.ts'
import type { ListColumns } from '../list/columns-in-act-on.ts'
import { isTimeOut } from '../refusals.ts'
import { emailOf, openRow, type RowContent } from '../../store/rows/stored/row-content.ts'

/** More rows are not worth a look-up each: the merge changes nothing for those already in the list. */
const MAX_LOOK_UPS = 4

/** A row that is missing even after the merge keeps waiting, with the reason `listRefused`. */
export async function mergeTimedOutRows(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<void> {
  const { store, cipher, on24ClientId, eventId, runKey, now, findings } = delivery
  const toSend: WaitingRow[] = []
  /** Clearing cells timed out or was refused: it would be the same for the rest. */
  let hasToWait = false
  for (const row of rows) {
    const content = openRow(cipher, row)
    const toClear = { email: emailOf(content), headings: content.clear }
    if (hasToWait && toClear.headings.length > 0) {
      findings.tried.add(row.registrantId)
      continue
    }
    // Before the merge, which confirms the row and leaves cells unchanged for which the row has no value.
    if (!(await clearCells(delivery, columns, hashesOf(row), toClear))) {
      hasToWait = true
      continue
    }
    if (rows.length > MAX_LOOK_UPS || !(await isInList(delivery, columns, content))) {
      toSend.push(row)
      continue
    }
    const confirmed = { on24ClientId, eventId, runKey, rows: [hashesOf(row)], created: null }
    await confirmWritten(store, { ...confirmed, at: now() })
  }
  if (toSend.length === 0) return
  const left = await finishMerge(delivery, columns, await startMerge(delivery, columns, toSend))
  for (const id of left) {
    findings.tried.add(id)
    findings.waits.set('listRefused', 'no answer in time')
  }
  // Merges may fail for a reason of their own: the next delivery begins with a single write again.
  await updateWaitingRows(store, on24ClientId, eventId, [...left], { timedOut: false })
}

/** Whether the list holds the row with every cell that was sent. */
async function isInList(
  { actOn, signal }: Delivery,
  columns: ListColumns,
  content: RowContent,
): Promise<boolean> {
  const plan = await columns.read()
  const expected = Object.entries(recordFor(plan, content.cells))
  const { listId } = columns
  try {
    const contact = await actOn.lookupContact({ listId, email: emailOf(content) }, { signal })
    return expected.every(
      ([heading, value]) => heading === plan.emailHeading || contact?.cells[heading] === value,
    )
  } catch (error) {
    // A look-up that fails or times out proves nothing.
    if (error instanceof ActOnRequestRefused || isTimeOut(error)) return false
    throw error
  }
}
