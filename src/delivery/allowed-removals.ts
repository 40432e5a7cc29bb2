/** Which removals of a webinar may be made now. Suspiciously many are held until an operator decides. */
import { tooManyRemovals } from '../reading/removal-guard.ts'
import { countContacts } from '../store/rows/stored/registrations.ts'
import { holdRemovals, openRemovals } from '../store/rows/hold.ts'
import type { WaitingRow } from '../store/rows/stored/waiting-rows.ts'
import type { Delivery } from './delivery.ts'

/**
 * The removals that may be made now: those that an operator has approved, and the rest unless they are too many. Then
 * the rest is held until an operator decides, or until ON24 reports the people as active again. Held removals stay held
 * even if the list grows.
 */
export async function allowedRemovals(delivery: Delivery): Promise<WaitingRow[]> {
  const { store, on24ClientId, eventId } = delivery
  const removals = await openRemovals(store, delivery)
  const fresh = removals.filter(({ state }) => state === 'pending')
  if (fresh.length === 0) return []
  const undecided = removals.filter((row) => !row.removalDecided)
  const contacts = await countContacts(store, { on24ClientId, eventId })
  if (!tooManyRemovals(undecided.length, contacts)) return fresh
  await holdRemovals(store, delivery)
  return fresh.filter((row) => row.removalDecided)
}
