/** Holds removals back when there are suspiciously many: ON24 may be wrong, and a removal is for good. */
import { countRegistrations } from '../store/registrations.ts'
import { isTakenIn, updateWaitingRows, type WaitingRow } from '../store/waiting-rows.ts'
import type { Delivery } from './delivery.ts'

const GUARDED_LIST_SIZE = 100
const GUARDED_SHARE = 0.3

export function tooManyRemovals(removals: number, contacts: number): boolean {
  return contacts > GUARDED_LIST_SIZE && removals > contacts * GUARDED_SHARE
}

/**
 * The removals that may be made now. The others are held until an operator decides, or until ON24 says
 * otherwise: a list that grows meanwhile does not let them slip through.
 */
export async function allowedRemovals(delivery: Delivery): Promise<WaitingRow[]> {
  const { store, on24ClientId, eventId } = delivery
  const removals = await store
    .selectFrom('waiting_row')
    .selectAll()
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where('action', '=', 'remove')
    .where('state', 'in', ['pending', 'held'])
    .where(isTakenIn)
    .orderBy('registrant_id')
    .execute()
  const fresh = removals.filter(({ state }) => state === 'pending')
  if (fresh.length === 0) return []

  const contacts = await countRegistrations(store, on24ClientId, eventId)
  if (!tooManyRemovals(removals.length, contacts)) return fresh
  const ids = fresh.map((row) => row.registrant_id)
  await updateWaitingRows(store, on24ClientId, eventId, ids, { state: 'held' })
  return []
}
