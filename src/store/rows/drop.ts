/** Drops rows because of their age or an operator's decision. The runs that have them still count them. */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../database.ts'
import { writeTroubleNotices } from '../troubles/trouble-notices.ts'
import { endAllTroubles } from '../troubles/troubles.ts'
import { bookLeavingRows, NO_RUN, type WebinarPlace } from './take-up.ts'

/** Returns how many were dropped. Only in a transaction that has locked the webinar. */
export async function dropRows(
  tx: Store,
  place: WebinarPlace,
  which: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<number> {
  await bookLeavingRows(tx, NO_RUN, place, which)
  const { numDeletedRows } = await tx
    .deleteFrom('waitingRow')
    .where('on24ClientId', '=', place.on24ClientId)
    .where('eventId', '=', place.eventId)
    .where(which)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/**
 * An operator has excluded a webinar: drops its waiting rows, rejected ones included, and ends its troubles. Its
 * registrations stay, because they say what is in the list if the webinar is included again; it is then read whole.
 * Only inside a transaction that has locked the webinar.
 */
export async function dropRowsOfExcluded(tx: Store, place: WebinarPlace, at: Date): Promise<void> {
  const { on24ClientId, eventId } = place
  await dropRows(tx, place)
  await endAllTroubles(tx, on24ClientId, eventId)
  await writeTroubleNotices(tx, on24ClientId, at)
}
