/** Holds suspiciously many removals until an operator decides, or until ON24 reports the people as active again. */
import type { Store } from '../database.ts'
import type { WebinarPlace } from './take-up.ts'
import { isIncluded, type WaitingRow } from './stored/waiting-rows.ts'

/** Pending and held removals. */
export async function openRemovals(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
): Promise<WaitingRow[]> {
  return store
    .selectFrom('waitingRow')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('action', '=', 'remove')
    .where('state', 'in', ['pending', 'held'])
    .where(isIncluded(on24ClientId))
    .orderBy('registrantId')
    .execute()
}

/** Removals that an operator has approved are not held again. */
export async function holdRemovals(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
): Promise<void> {
  await store
    .updateTable('waitingRow')
    .set({ state: 'held' })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('action', '=', 'remove')
    .where('state', '=', 'pending')
    .where('removalDecided', '=', false)
    .execute()
}
