/** The lists that webinars have in Act-On. */
import type { Store } from '../database.ts'
import { updateWebinar, type WebinarRow } from './webinars.ts'

/**
 * The time zone (IANA) in which a webinar's rows are written. A list keeps its zone forever; before a list is created,
 * it is the zone with which the account's lists are created now.
 */
export function zoneOfRows(
  webinar: Pick<WebinarRow, 'listId' | 'listCreateStartedAt' | 'listTimeZone'>,
  accountZone: string,
): string {
  return mayHaveList(webinar) ? (webinar.listTimeZone ?? accountZone) : accountZone
}

/** True once the list was created, or may have been: the answer is pending or was lost. */
export function mayHaveList(webinar: Pick<WebinarRow, 'listId' | 'listCreateStartedAt'>): boolean {
  return webinar.listId !== null || webinar.listCreateStartedAt !== null
}

/** Returns those of the given lists that belong to a webinar of the account. */
export async function listsInUse(
  store: Store,
  on24ClientId: string,
  listIds: readonly string[],
): Promise<Set<string>> {
  const rows = await store
    .selectFrom('webinar')
    .select('listId')
    .$narrowType<{ listId: string }>()
    .where('on24ClientId', '=', on24ClientId)
    .where('listId', 'in', listIds)
    .execute()
  return new Set(rows.map((row) => row.listId))
}

/** From now on the webinar uses this list, which it was found to have. */
export async function adoptList(
  store: Store,
  { on24ClientId, eventId }: Pick<WebinarRow, 'on24ClientId' | 'eventId'>,
  { listId, name }: { readonly listId: string; readonly name: string },
): Promise<void> {
  const list = { listId, listName: name, listCreateStartedAt: null }
  await updateWebinar(store, on24ClientId, eventId, list)
}

/** The id of the list works, so the service need not find out any more whether the list was created. */
export async function noteListAnswered(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<void> {
  await store
    .updateTable('webinar')
    .set({ listCreateStartedAt: null })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('listCreateStartedAt', 'is not', null)
    .execute()
}

/** How many Act-On lists the account has. */
export async function countLists(store: Store, on24ClientId: string): Promise<number> {
  const { count } = await store
    .selectFrom('webinar')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24ClientId', '=', on24ClientId)
    .where('listId', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export type WebinarWithList = Pick<WebinarRow, 'title' | 'listId' | 'excluded'>

/** By event id. */
export async function webinarsWithLists(
  store: Store,
  on24ClientId: string,
  eventIds: readonly string[],
): Promise<Map<string, WebinarWithList>> {
  if (eventIds.length === 0) return new Map()
  const rows = await store
    .selectFrom('webinar')
    .select(['eventId', 'title', 'listId', 'excluded'])
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', 'in', eventIds)
    .execute()
  return new Map(rows.map(({ eventId, ...webinar }) => [eventId, webinar]))
}
