/** An operator has left a webinar out: nothing of it waits any more, and nothing of it is troubled. */
import type { Store } from '../database.ts'
import { dropRows } from './drop.ts'
import type { WebinarPlace } from './take-up.ts'
import { tellTroubles } from '../tell-troubles.ts'
import { endAllTroubles } from '../troubles.ts'

/**
 * Rejected rows go, too. Registrations stay: they tell what stands in the list if the webinar is brought back, which
 * then is read whole. Only inside a transaction that has locked the webinar.
 */
export async function dropRowsOfExcluded(tx: Store, place: WebinarPlace, at: Date): Promise<void> {
  const { on24ClientId, eventId } = place
  await dropRows(tx, place)
  await endAllTroubles(tx, on24ClientId, eventId)
  await tellTroubles(tx, on24ClientId, at)
}
