/** What is known of the lists that webinars have in Act-On. */
import type { Store } from './database.ts'
import type { WebinarRow } from './webinars.ts'

/**
 * The zone (IANA) that a webinar's rows are written in: its list's for good, and before the list is made, the one
 * with which the account's lists are made now.
 */
export function zoneOfRows(
  webinar: Pick<WebinarRow, 'list_id' | 'list_create_started_at' | 'list_time_zone'>,
  accountZone: string,
): string {
  return mayHaveList(webinar) ? (webinar.list_time_zone ?? accountZone) : accountZone
}

/** True once its list was made, or may have been: an answer is awaited, or was lost. */
export function mayHaveList(
  webinar: Pick<WebinarRow, 'list_id' | 'list_create_started_at'>,
): boolean {
  return webinar.list_id !== null || webinar.list_create_started_at !== null
}

/** Which of these lists serve a webinar of the account. */
export async function listsInUse(
  store: Store,
  on24ClientId: string,
  listIds: readonly string[],
): Promise<Set<string>> {
  const rows = await store
    .selectFrom('webinar')
    .select('list_id')
    .$narrowType<{ list_id: string }>()
    .where('on24_client_id', '=', on24ClientId)
    .where('list_id', 'in', listIds)
    .execute()
  return new Set(rows.map((row) => row.list_id))
}

/** The id of its list works: nothing has to be found out any more about the create. */
export async function noteListAnswered(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<void> {
  await store
    .updateTable('webinar')
    .set({ list_create_started_at: null })
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where('list_create_started_at', 'is not', null)
    .execute()
}
