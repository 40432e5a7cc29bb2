/** Drops rows because of their age or an operator's decision. The runs that have them still count them. */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../database.ts'
import { endRows } from '../journal/add-entries.ts'
import { writeTroubleNotices } from '../troubles/trouble-notices.ts'
import { endAllTroubles } from '../troubles/troubles.ts'
import { bookLeavingRows, NO_RUN, type WebinarPlace } from './take-up.ts'

export interface Drop {
  readonly outcome: 'expired' | 'excluded' | 'dropped'
  readonly at: Date
  /** Left out: all rows of the webinar. */
  readonly which?: RawBuilder<boolean>
}

/** Returns how many were dropped. Only in a transaction that has locked the webinar. */
export async function dropRows(
  tx: Store,
  place: WebinarPlace,
  { outcome, at, which = sql<boolean>`true` }: Drop,
): Promise<number> {
  await bookLeavingRows(tx, NO_RUN, place, which)
  return endRows(tx, place, which, { outcome, at })
}

/**
 * An operator has excluded a webinar: drops its waiting rows, rejected ones included, and ends its troubles. Its
 * registrations stay, because they say what is in the list if the webinar is included again; it is then read whole.
 * Only inside a transaction that has locked the webinar.
 */
export async function dropRowsOfExcluded(tx: Store, place: WebinarPlace, at: Date): Promise<void> {
  const { on24ClientId, eventId } = place
  await dropRows(tx, place, { outcome: 'excluded', at })
  await endAllTroubles(tx, on24ClientId, eventId)
  await writeTroubleNotices(tx, on24ClientId, at)
}
