/** Events to look up in ON24 by id. Until ON24 answers, they belong to the account, not to a run. */
import { sql } from 'kysely'
import type { Webinar } from '../../contracts/webinar.ts'
import { inTransaction, type Store } from '../database.ts'
import { noteActivity, saveWebinars } from './discovered-webinars.ts'
import { LOOK_UP_FOR_DAYS, LOOK_UPS_PER_RUN } from '../../contracts/webinar-settling.ts'

/** Why an event that was looked up is not available. */
export type Unavailable = 'inactive' | 'gone'

/** The stored content type of an event about which nothing is known except that it is not available. */
const UNAVAILABLE_TYPE = { inactive: 'unknown', gone: 'gone' } as const

/** SQL: when ON24 last reported the webinar as not available. */
const SEEN_AT = sql<Date>`coalesce(unavailable_seen_at, unavailable_since)`

export interface NamedEvents {
  /** Latest activity by event id, ISO 8601 UTC. */
  readonly latestByEvent: ReadonlyMap<string, string>
  /** True if the people attended. */
  readonly attended: boolean
  readonly contentTypes: readonly string[]
  readonly now: Date
}

/**
 * Stores that people were active in these events. An event is to be looked up if it is not in the store, or if people
 * were active in it after ON24 last reported it as not available.
 */
export async function noteNamedEvents(
  tx: Store,
  on24ClientId: string,
  { latestByEvent, attended, contentTypes, now }: NamedEvents,
): Promise<void> {
  const eventIds = [...latestByEvent.keys()]
  if (eventIds.length === 0) return
  const known = await tx
    .selectFrom('webinar')
    .select(['eventId', 'unavailableSince', 'contentType', SEEN_AT.as('seenAt')])
    .where('on24ClientId', '=', on24ClientId)
    .where(sql<boolean>`event_id = any(${eventIds}::text[])`)
    .execute()
  await noteActivity(tx, on24ClientId, latestByEvent, now, { attended })
  const settled = new Set(
    known
      .filter(({ eventId, unavailableSince, contentType, seenAt }) => {
        const mayBeBack = [...contentTypes, UNAVAILABLE_TYPE.inactive].includes(contentType)
        const isNews = new Date(latestByEvent.get(eventId) ?? 0) > seenAt
        return unavailableSince === null || !mayBeBack || !isNews
      })
      .map(({ eventId }) => eventId),
  )
  for (const [eventId, latest] of latestByEvent) {
    if (settled.has(eventId)) continue
    await addLookUp(tx, { on24ClientId, eventId, latestActivityAt: latest, attended })
  }
}

interface EventToLookUp {
  readonly on24ClientId: string
  readonly eventId: string
  readonly latestActivityAt: string
  readonly attended: boolean
}

async function addLookUp(
  tx: Store,
  { on24ClientId, eventId, latestActivityAt, attended }: EventToLookUp,
): Promise<void> {
  await tx
    .insertInto('eventToLookUp')
    .values({
      on24ClientId,
      eventId,
      latestActivityAt,
      hasAttendees: attended,
    })
    .onConflict((conflict) =>
      conflict.columns(['on24ClientId', 'eventId']).doUpdateSet({
        latestActivityAt: sql`greatest(
          event_to_look_up.latest_activity_at, excluded.latest_activity_at
        )`,
        hasAttendees: sql`event_to_look_up.has_attendees or excluded.has_attendees`,
      }),
    )
    .execute()
}

const DAY = sql.raw("interval '1 day'")

/**
 * A webinar that becomes active again appears in none of the lists that are read, unless people are active in it. So
 * each unavailable webinar is looked up again after a day, and then whenever it has been unavailable for twice as long
 * as at the look-up before: about nine calls a year for each. Returns all events that are to be looked up.
 */
export async function addDueLookUps(
  store: Store,
  on24ClientId: string,
  contentTypes: readonly string[],
  now: Date,
): Promise<string[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { rows } = await sql<{ eventId: string }>`
    with added as (
      insert into event_to_look_up (on24_client_id, event_id)
      select on24_client_id, event_id from webinar
      where on24_client_id = ${on24ClientId} and unavailable_since is not null
        and not excluded and not is_test_event and not only_by_backfill
        and content_type = any(${[...contentTypes, UNAVAILABLE_TYPE.inactive]}::text[])
        and ${SEEN_AT} + greatest(${DAY}, ${SEEN_AT} - unavailable_since) <= ${at}
        and unavailable_since > ${at} - ${LOOK_UP_FOR_DAYS} * ${DAY}
      order by ${SEEN_AT}, event_id
      limit ${LOOK_UPS_PER_RUN}
      on conflict do nothing
      returning event_id
    )
    select event_id from added
    union
    select event_id from event_to_look_up where on24_client_id = ${on24ClientId}
    order by event_id
  `.execute(store)
  return rows.map((row) => row.eventId)
}

export async function eventsToLookUp(store: Store, on24ClientId: string): Promise<string[]> {
  const rows = await store
    .selectFrom('eventToLookUp')
    .select('eventId')
    .where('on24ClientId', '=', on24ClientId)
    .orderBy('eventId')
    .execute()
  return rows.map((row) => row.eventId)
}

/** Returns how often ON24 has not answered for the event. */
export async function addFailedLookUp(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<number> {
  const { failedLooks: failed } = await store
    .updateTable('eventToLookUp')
    .set({ failedLooks: sql`failed_looks + 1` })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .returning('failedLooks')
    .executeTakeFirstOrThrow()
  return failed
}

/** Stores the result of a look-up. While an event is not available, its known details stay as they are. */
export async function endLookUp(
  store: Store,
  on24ClientId: string,
  eventId: string,
  answer: Webinar | Unavailable,
  seenAt: Date,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    if (typeof answer === 'string') await markUnavailable(tx, on24ClientId, eventId, answer, seenAt)
    else await saveWebinars(tx, on24ClientId, [answer], seenAt)
    await dropLookUps(tx, on24ClientId, [eventId], seenAt)
  })
}

/**
 * ON24 has said what there is to know about these events, by a look-up or in a list. What people's rows said about their
 * activity is kept with the webinars.
 */
export async function dropLookUps(
  tx: Store,
  on24ClientId: string,
  eventIds: readonly string[],
  seenAt: Date,
): Promise<void> {
  if (eventIds.length === 0) return
  const dropped = await tx
    .deleteFrom('eventToLookUp')
    .where('on24ClientId', '=', on24ClientId)
    .where(sql<boolean>`event_id = any(${eventIds}::text[])`)
    .returning(['eventId', 'latestActivityAt', 'hasAttendees'])
    .execute()
  for (const attended of [false, true]) {
    const latest = dropped
      .filter(({ hasAttendees }) => hasAttendees === attended)
      .map(
        ({ eventId, latestActivityAt }) =>
          [eventId, latestActivityAt?.toISOString() ?? null] as const,
      )
    await noteActivity(tx, on24ClientId, new Map(latest), seenAt, { attended })
  }
}

async function markUnavailable(
  tx: Store,
  on24ClientId: string,
  eventId: string,
  reason: Unavailable,
  seenAt: Date,
): Promise<void> {
  await tx
    .insertInto('webinar')
    .values({
      on24ClientId,
      eventId,
      contentType: UNAVAILABLE_TYPE[reason],
      isTestEvent: false,
      unavailableSince: seenAt,
      unavailableSeenAt: seenAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['on24ClientId', 'eventId']).doUpdateSet({
        unavailableSince: sql`coalesce(webinar.unavailable_since, excluded.unavailable_since)`,
        unavailableSeenAt: seenAt,
      }),
    )
    .execute()
}
