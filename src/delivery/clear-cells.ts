/** Clears cells that ON24 no longer gives, after their row was written. */
import { ActOnRequestRefused, ActOnUnknownColumn } from '../act-on/errors.ts'
import { seeTrouble } from '../store/troubles.ts'
import type { Delivery } from './delivery.ts'
import { isTimeOut } from './refusals.ts'

/**
 * Act-On's documents do not say whether an empty string clears a cell, so the row is read again. A cell that keeps its
 * value is told, and holds nothing back.
 */
export async function clearCells(
  delivery: Delivery,
  listId: string,
  email: string,
  headings: readonly string[],
): Promise<void> {
  const { store, now } = delivery
  const ignored = await notCleared(delivery, listId, email, headings)
  if (ignored.length === 0) return
  await seeTrouble(store, delivery, {
    kind: 'clearIgnored',
    detail: ignored.join(', '),
    at: now(),
  })
}

async function notCleared(
  { actOn, signal }: Delivery,
  listId: string,
  email: string,
  headings: readonly string[],
): Promise<readonly string[]> {
  const cells = Object.fromEntries(headings.map((heading) => [heading, '']))
  try {
    await actOn.upsertContact({ listId, email, cells }, { signal })
    const contact = await actOn.lookupContact({ listId, email }, { signal })
    return headings.filter((heading) => (contact?.cells[heading] ?? '') !== '')
  } catch (error) {
    const isRefused = error instanceof ActOnRequestRefused || error instanceof ActOnUnknownColumn
    if (isRefused || isTimeOut(error)) return headings
    throw error
  }
}
