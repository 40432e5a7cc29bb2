/** Clears cells for which ON24 no longer has a value, after their row was written. */
import type { ActOnUnavailable } from '../act-on/errors.ts'
import type { RowHashes } from '../reading/row-hashes.ts'
import { endTroubles, recordTrouble } from '../store/troubles/troubles.ts'
import { headingsFor } from '../mapping/column-plan.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'
import { waitAfterRefusal } from './wait-after-refusal.ts'
import { isTimeOut } from './refusals.ts'

export interface CellsToClear {
  readonly email: string
  /** Our own headings, as in the field table. */
  readonly headings: readonly string[]
}

/**
 * Act-On's documentation does not say whether an empty string clears a cell, so the row is read again. A cell that
 * keeps its value is recorded as a trouble and holds nothing back. Returns false if Act-On refused, or if it did not
 * answer and the list does not show the cleared cells: then the row keeps waiting.
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

/** Returns the headings that still hold a value. Throws refusals, and a time-out if the cells were not cleared. */
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
    // On a large list the call may exceed our timeout and still take effect.
    if (!isTimeOut(error)) throw error
    timeOut = error
  }
  const contact = await actOn.lookupContact({ listId, email }, { signal })
  const left = headings.filter((heading) => (contact?.cells[heading] ?? '') !== '')
  if (timeOut !== null && left.length > 0) throw timeOut
  return left
}
