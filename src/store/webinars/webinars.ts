/** Webinars: what is known of each event of an account, how far it was read, and its list in Act-On. */
import { type Selectable, sql } from 'kysely'
import type { Webinar } from '../../contracts/webinar.ts'
import type { Store } from '../database.ts'
import { latestPossible } from '../accounts/future-stamps.ts'
import type { WebinarTable } from '../schema.ts'

export type WebinarRow = Selectable<WebinarTable>

const ROWS_PER_STATEMENT = 500

/**
 * Stores what an event list or a look-up says; `lastUpdated` only ever moves the activity forward. One that lies in
 * the future is taken for now when the webinar is first met, and says nothing afterwards: else the webinar would
 * stay open until then. What only backfills have met is left to them, until something else meets it.
 */
export async function saveWebinars(
  store: Store,
  on24ClientId: string,
  webinars: readonly Webinar[],
  seenAt: Date,
  { onlyByBackfill = false } = {},
): Promise<void> {
  for (let start = 0; start < webinars.length; start += ROWS_PER_STATEMENT) {
    await store
      .insertInto('webinar')
      .values(
        webinars.slice(start, start + ROWS_PER_STATEMENT).map((webinar) => ({
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
          // What happened while it was not to be read shows in no list of changes.
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

/** Somebody attended these webinars, also if their start was moved into the future since. */
export async function markAttended(
  store: Store,
  on24ClientId: string,
  eventIds: readonly string[],
): Promise<void> {
  await store
    .updateTable('webinar')
    .set({ hasAttendees: true })
    .where('on24ClientId', '=', on24ClientId)
    .where(sql<boolean>`event_id = any(${eventIds}::text[])`)
    .where('hasAttendees', '=', false)
    .execute()
}

/** Somebody was active in these webinars: they are for the six-hourly runs from now on, too. */
export async function leaveToEveryRun(
  store: Store,
  on24ClientId: string,
  eventIds: readonly string[],
): Promise<void> {
  await store
    .updateTable('webinar')
    .set({ onlyByBackfill: false })
    .where('on24ClientId', '=', on24ClientId)
    .where(sql<boolean>`event_id = any(${eventIds}::text[])`)
    .where('onlyByBackfill', '=', true)
    .execute()
}

/**
 * Moves a webinar's latest known activity forward, at most to now; a null stamp or an older one changes nothing.
 */
export async function noteActivity(
  store: Store,
  on24ClientId: string,
  latestByEvent: ReadonlyMap<string, string | null>,
  now: Date,
): Promise<void> {
  for (const [eventId, latestActivityAt] of latestByEvent) {
    const at = notAfter(latestActivityAt, now)
    if (at === null) continue
    await store
      .updateTable('webinar')
      .set({
        latestActivityAt: sql`greatest(latest_activity_at, ${at.toISOString()}::timestamptz)`,
      })
      .where('on24ClientId', '=', on24ClientId)
      .where('eventId', '=', eventId)
      .execute()
  }
}

const SETTLE_TIME = sql.raw("interval '48 hours'")

/**
 * Event ids of the webinars that are written and still open: no read was started at least 48 hours after
 * the latest known activity, which includes the live end once it is past. Without those that only backfills
 * have met.
 */
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

export const isOpen = (now: Date) => sql<boolean>`(
  last_read_started_at is null
  or last_read_started_at > ${latestPossible(now).toISOString()}::timestamptz
  or last_read_started_at < ${SETTLE_TIME}
    + greatest(latest_activity_at, case when live_end <= ${now.toISOString()}::timestamptz then live_end end)
)`

/**
 * Leaves the webinar out of reading and delivering, or takes it in again: then the next run reads it whole. False
 * when it was so already, or there is no such webinar.
 */
export async function setExcluded(
  store: Store,
  on24ClientId: string,
  eventId: string,
  excluded: boolean,
): Promise<boolean> {
  const changed = await store
    .updateTable('webinar')
    .set({ excluded, ...(excluded ? {} : { lastReadStartedAt: null, onlyByBackfill: false }) })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('excluded', '!=', excluded)
    .returning('eventId')
    .executeTakeFirst()
  return changed !== undefined
}

/** Lists that were made in Act-On. */
export async function countLists(store: Store, on24ClientId: string): Promise<number> {
  const { count } = await store
    .selectFrom('webinar')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24ClientId', '=', on24ClientId)
    .where('listId', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Undefined for a webinar that no run has met, or whose account is gone. */
export async function findWebinar(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<WebinarRow | undefined> {
  return ofWebinar(store, on24ClientId, eventId).executeTakeFirst()
}

/** Rejects for a webinar that is not there: callers know that it was met. */
export async function getWebinar(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<WebinarRow> {
  return ofWebinar(store, on24ClientId, eventId).executeTakeFirstOrThrow()
}

function ofWebinar(store: Store, on24ClientId: string, eventId: string) {
  return store
    .selectFrom('webinar')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
}

/**
 * Locks the webinar, first of all in every transaction that changes its rows: whoever changes rows of several
 * webinars locks them in the order of their event ids. Undefined when it is gone.
 */
export async function lockWebinar(
  tx: Store,
  on24ClientId: string,
  eventId: string,
): Promise<WebinarRow | undefined> {
  return (
    tx
      .selectFrom('webinar')
      .selectAll()
      .where('on24ClientId', '=', on24ClientId)
      .where('eventId', '=', eventId)
      // Rows that are inserted lock it in a weaker way, for it must not be deleted meanwhile.
      .forNoKeyUpdate()
      .executeTakeFirst()
  )
}

export async function updateWebinar(
  store: Store,
  on24ClientId: string,
  eventId: string,
  change: Partial<
    Pick<
      WebinarRow,
      | 'lastReadStartedAt'
      | 'onlyByBackfill'
      | 'hasAttendees'
      | 'unavailableSince'
      | 'listId'
      | 'listName'
      | 'listTimeZone'
      | 'listCreateStartedAt'
    >
  >,
): Promise<void> {
  await store
    .updateTable('webinar')
    .set(change)
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
}
