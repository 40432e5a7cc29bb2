/** Webinars of an account: finding, locking and changing them. */
import { type Selectable, sql } from 'kysely'
import type { Store } from '../database.ts'
import type { WebinarTable } from '../schema.ts'

export type WebinarRow = Selectable<WebinarTable>

/**
 * Excludes the webinar from reading and delivering, or includes it again: then the next run reads it whole. False if
 * nothing changed, or there is no such webinar.
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

/** Undefined for a webinar that no run has found, or whose account is gone. */
export async function findWebinar(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<WebinarRow | undefined> {
  return ofWebinar(store, on24ClientId, eventId).executeTakeFirst()
}

/** Throws if the webinar does not exist: callers know that it was found before. */
export async function getWebinar(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<WebinarRow> {
  return ofWebinar(store, on24ClientId, eventId).executeTakeFirstOrThrow()
}

/** By event id. Webinars without a title are left out. */
export async function titlesOf(
  store: Store,
  on24ClientId: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const webinars = await store
    .selectFrom('webinar')
    .select(['eventId', 'title'])
    .where('on24ClientId', '=', on24ClientId)
    .where(sql<boolean>`event_id = any(${[...eventIds]}::text[])`)
    .execute()
  return new Map(
    webinars.flatMap(({ eventId, title }) => (title === null ? [] : [[eventId, title] as const])),
  )
}

function ofWebinar(store: Store, on24ClientId: string, eventId: string) {
  return store
    .selectFrom('webinar')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
}

/**
 * Locks the webinar. Every transaction that changes rows of a webinar does this first; one that changes rows of several
 * webinars locks them in the order of their event ids. Undefined if it is gone.
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
      // Not `for update`: inserting rows takes a weaker lock on the webinar, so that it is not deleted in between.
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
