/** Stores what ON24 says about webinars: their details, and when people were last active in them. */
import { sql } from 'kysely'
import type { Webinar } from '../../contracts/webinar.ts'
import type { Store } from '../database.ts'

const ROWS_PER_STATEMENT = 500

/**
 * Stores what an event list or a look-up says. `lastUpdated` only moves the latest activity forward. If it lies in the
 * future, it counts as now for a new webinar and is ignored afterwards: otherwise the webinar would stay open until
 * then. Webinars found only by backfills stay theirs until something else finds them.
 */
export async function saveWebinars(
  store: Store,
  on24ClientId: string,
  webinars: readonly Webinar[],
  seenAt: Date,
  { onlyByBackfill = false } = {},
): Promise<void> {
  // Of a webinar that is on two pages, the page that arrived last. In one order, because other runs may store the same.
  const each = [...new Map(webinars.map((webinar) => [webinar.eventId, webinar])).values()].sort(
    (one, other) => (one.eventId < other.eventId ? -1 : 1),
  )
  for (let start = 0; start < each.length; start += ROWS_PER_STATEMENT) {
    await store
      .insertInto('webinar')
      .values(
        each.slice(start, start + ROWS_PER_STATEMENT).map((webinar) => ({
          on24ClientId,
          eventId: webinar.eventId,
          title: webinar.title,
          contentType: webinar.contentType,
          isTestEvent: webinar.isTestEvent,
          goodAfter: webinar.goodAfter,
          liveStart: webinar.liveStart,
          liveEnd: webinar.liveEnd,
          latestActivityAt: notAfter(webinar.lastUpdated, seenAt),
          unavailableSince: webinar.isActive ? null : seenAt,
          unavailableSeenAt: webinar.isActive ? null : seenAt,
          onlyByBackfill,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['on24ClientId', 'eventId']).doUpdateSet((row) => ({
          title: row.ref('excluded.title'),
          contentType: row.ref('excluded.contentType'),
          isTestEvent: row.ref('excluded.isTestEvent'),
          goodAfter: row.ref('excluded.goodAfter'),
          liveStart: row.ref('excluded.liveStart'),
          liveEnd: row.ref('excluded.liveEnd'),
          latestActivityAt: sql`greatest(webinar.latest_activity_at,
            case when excluded.latest_activity_at < ${seenAt.toISOString()}::timestamptz
            then excluded.latest_activity_at end)`,
          unavailableSince: sql`case when excluded.unavailable_since is null then null
            else coalesce(webinar.unavailable_since, excluded.unavailable_since) end`,
          unavailableSeenAt: row.ref('excluded.unavailableSeenAt'),
          // Changes made while it was unavailable appear in no list of changes, so it is read whole again.
          lastReadStartedAt: sql`case
            when webinar.unavailable_since is null or excluded.unavailable_since is not null
            then webinar.last_read_started_at end`,
          onlyByBackfill: sql`webinar.only_by_backfill and excluded.only_by_backfill`,
        })),
      )
      .execute()
  }
}

function notAfter(stamp: string | null, now: Date): Date | null {
  return stamp === null ? null : new Date(Math.min(Date.parse(stamp), now.getTime()))
}

/**
 * Moves the latest known activity forward, at most to now, and includes the webinars in scheduled runs; a null stamp or
 * an older one moves nothing. That people have attended stays true if the start is moved into the future afterwards.
 */
export async function noteActivity(
  store: Store,
  on24ClientId: string,
  latestByEvent: ReadonlyMap<string, string | null>,
  now: Date,
  { attended = false } = {},
): Promise<void> {
  if (latestByEvent.size === 0) return
  const eventIds = [...latestByEvent.keys()]
  const times = [...latestByEvent.values()].map(
    (stamp) => notAfter(stamp, now)?.toISOString() ?? null,
  )
  // Locked in one order, because other runs may note activity of the same webinars.
  await sql`
    with locked as (
      select event_id, noted.at from webinar
      join unnest(${eventIds}::text[], ${times}::timestamptz[]) as noted (event_id, at) using (event_id)
      where on24_client_id = ${on24ClientId}
        and (latest_activity_at is distinct from greatest(latest_activity_at, noted.at)
          or only_by_backfill or (${attended}::boolean and not has_attendees))
      order by event_id for update of webinar
    )
    update webinar
    set latest_activity_at = greatest(latest_activity_at, locked.at), only_by_backfill = false,
      has_attendees = has_attendees or ${attended}::boolean
    from locked
    where webinar.on24_client_id = ${on24ClientId} and webinar.event_id = locked.event_id
  `.execute(store)
}
