/** Webinars: what is known of each event of an account, how far it was read, and its list in Act-On. */
import type { Selectable } from 'kysely'
import type { Store } from '../database.ts'
import type { WebinarTable } from '../schema.ts'

export type WebinarRow = Selectable<WebinarTable>

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
