/** Webinars that are still open: runs read them again until they have settled. */
import { sql } from 'kysely'
import { latestPossible } from '../accounts/future-stamps.ts'
import type { Store } from '../database.ts'
import { SETTLE_HOURS } from '../../contracts/webinar-settling.ts'

/** Event ids of the open webinars that are to be read. Webinars found only by backfills are left out. */
export async function openWebinars(
  store: Store,
  on24ClientId: string,
  contentTypes: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await store
    .selectFrom('webinar')
    .select('eventId')
    .where('on24ClientId', '=', on24ClientId)
    .where('contentType', 'in', contentTypes)
    .where('isTestEvent', '=', false)
    .where('excluded', '=', false)
    .where('unavailableSince', 'is', null)
    .where('onlyByBackfill', '=', false)
    .where(isOpen(now))
    .orderBy('eventId')
    .execute()
  return rows.map((row) => row.eventId)
}

/** Whether the next run reads this webinar again. */
export async function isOpenNow(
  store: Store,
  on24ClientId: string,
  eventId: string,
  now: Date,
): Promise<boolean> {
  const found = await store
    .selectFrom('webinar')
    .select('eventId')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(isOpen(now))
    .executeTakeFirst()
  return found !== undefined
}

/**
 * SQL condition on a webinar: no read was started at least `SETTLE_HOURS` after its latest known activity, which
 * includes the live end once that is past.
 */
export const isOpen = (now: Date) => sql<boolean>`(
  last_read_started_at is null
  or last_read_started_at > ${latestPossible(now).toISOString()}::timestamptz
  or last_read_started_at < ${SETTLE_HOURS} * interval '1 hour'
    + greatest(latest_activity_at, case when live_end <= ${now.toISOString()}::timestamptz then live_end end)
)`
