/** Clears cells that ON24 no longer gives, after their row was written. */
import type { ActOnUnavailable } from '../act-on/errors.ts'
import type { RowHashes } from '../reading/row-hashes.ts'
import { endTroubles, recordTrouble } from '../store/troubles/troubles.ts'
import { headingsFor } from './list/column-plan.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/list-columns.ts'
import { waitAfterRefusal } from './wait-after-refusal.ts'
import { isTimeOut } from './refusals.ts'

export interface CellsToClear {
  readonly email: string
  /** Of ours. */
  readonly headings: readonly string[]
}

/**
 * Act-On's documents do not say whether an empty string clears a cell, so the row is read again. A cell that keeps its
 * value is told, and holds nothing back. False when the clearing was refused, or gave no answer and cannot be seen in
 * the list: then the row goes on waiting.
 */
export async function clearCells(
  delivery: Delivery,
  columns: ListColumns,
  row: RowHashes,
  { email, headings }: CellsToClear,
): Promise<boolean> {
  if (headings.length === 0) return true
  const { store, now, findings } = delivery
  try {
    const ignored = await columns.withPlan(async (plan) => {
      const there = headingsFor(plan, headings)
      return there.length === 0 ? [] : await notCleared(delivery, columns.listId, email, there)
    })
    const kind = 'clearIgnored'
    if (ignored.length === 0) await endTroubles(store, delivery, [kind])
    else await recordTrouble(store, delivery, { kind, detail: ignored.join(', '), at: now() })
    return true
  } catch (error) {
    if (isTimeOut(error)) findings.waits.set('listRefused', 'no answer in time')
    else await waitAfterRefusal(delivery, columns, row, error)
    findings.tried.add(row.registrantId)
    return false
  }
}

/** Throws what Act-On refuses, and the time-out of a clearing that has not taken effect. */
async function notCleared(
  { actOn, signal }: Delivery,
  listId: string,
  email: string,
  headings: readonly string[],
): Promise<readonly string[]> {
  const cells = Object.fromEntries(headings.map((heading) => [heading, '']))
  let timeOut: ActOnUnavailable | null = null
  try {
    await actOn.upsertContact({ listId, email, cells }, { signal })
  } catch (error) {
    // On a large list it may take longer than anybody waits for it, and take effect all the same.
    if (!isTimeOut(error)) throw error
    timeOut = error
  }
  const contact = await actOn.lookupContact({ listId, email }, { signal })
  const left = headings.filter((heading) => (contact?.cells[heading] ?? '') !== '')
  if (timeOut !== null && left.length > 0) throw timeOut
  return left
}
