/** Rows that stop waiting because of an operator or of their age: the runs that have them still count them. */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../database.ts'
import { bookRowsThatLeave, NOBODY, type WebinarPlace } from './take-up.ts'

/** Returns how many there were. Only in a transaction that has locked the webinar. */
export async function dropRows(
  tx: Store,
  place: WebinarPlace,
  which: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<number> {
  await bookRowsThatLeave(tx, NOBODY, place, which)
  const { numDeletedRows } = await tx
    .deleteFrom('waitingRow')
    .where('on24ClientId', '=', place.on24ClientId)
    .where('eventId', '=', place.eventId)
    .where(which)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
