/** Webinars as operators see them, page by page. */
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { viewWebinarProblem } from '../../api/problem-view.ts'
import type { Webinar } from '../../api/webinar.ts'
import { EXTRA_ROWS, type Trouble } from '../../contracts/trouble.ts'
import type { Store } from '../database.ts'
import {
  ANY,
  MicrosKey,
  microsOf,
  type Page,
  pageFrom,
  type PageRequest,
  readCursor,
  timeAt,
} from '../page-cursor.ts'
import { troublesOfAccount } from '../troubles/troubles.ts'
import { isOpen } from './open-webinars.ts'

export interface WebinarListRequest extends PageRequest {
  readonly settled?: boolean
  readonly excluded?: boolean
  readonly problem?: boolean
  /** Part of the title, or the beginning of the event id. */
  readonly search?: string
}

/** The content types that are synced, and the current time. */
export interface WebinarScope {
  readonly contentTypes: readonly string[]
  readonly now: Date
}

const Cursor = z.tuple([MicrosKey, z.string()])
const STARTS_AT = sql<Date>`coalesce(live_start, good_after)`
const ORDERED_BY = sql<Date>`coalesce(${STARTS_AT}, timestamptz 'epoch')`

/**
 * Latest first. Events that are not synced are left out, unless they have a list from an earlier time.
 * Throws CursorUnknown.
 */
export async function listWebinars(
  store: Store,
  on24ClientId: string,
  { contentTypes, now }: WebinarScope,
  { settled, excluded, problem, search, limit, cursor }: WebinarListRequest,
): Promise<Page<Webinar>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const troubles = await troublesOfAccount(store, on24ClientId)
  const inTrouble = troubles.flatMap(({ eventId }) => eventId ?? [])
  const conditions = [
    sql<boolean>`on24_client_id = ${on24ClientId}`,
    sql<boolean>`(list_id is not null or (content_type = any(${contentTypes}::text[]) and not is_test_event))`,
    settled === undefined ? ANY : sql<boolean>`${isSettled(now)} = ${settled}`,
    excluded === undefined ? ANY : sql<boolean>`excluded = ${excluded}`,
    problem === undefined ? ANY : sql<boolean>`(event_id = any(${inTrouble}::text[])) = ${problem}`,
    search === undefined ? ANY : matches(search),
    last === null
      ? ANY
      : sql<boolean>`(${ORDERED_BY}, event_id) < (${timeAt(last[0])}, ${last[1]})`,
  ]
  const rows = await webinars(store, sql.join(conditions, sql` and `), limit + 1, now)
  const { items, nextCursor } = pageFrom(rows, limit, (row) => [row.key, row.eventId])
  return { items: items.map((row) => viewOf(row, troubles)), nextCursor }
}

const matches = (search: string) => sql<boolean>`(
  strpos(lower(title), lower(${search})) > 0 or starts_with(event_id, ${search})
)`

/** A webinar of any content type; null if it is not in the store. */
export async function findListedWebinar(
  store: Store,
  on24ClientId: string,
  eventId: string,
  now: Date,
): Promise<Webinar | null> {
  const isIt = sql<boolean>`on24_client_id = ${on24ClientId} and event_id = ${eventId}`
  const [row] = await webinars(store, isIt, 1, now)
  return row === undefined ? null : viewOf(row, await troublesOfAccount(store, on24ClientId))
}

interface WebinarRow {
  readonly eventId: string
  readonly title: string | null
  readonly startsAt: Date | null
  readonly listId: string | null
  readonly listName: string | null
  readonly lastReadStartedAt: Date | null
  readonly settled: boolean
  readonly excluded: boolean
  readonly contacts: number
  readonly held: number
  readonly pending: number
  readonly key: string
}

/** Contacts are counted by address: two registrations with one address share a row of the list. */
async function webinars(
  store: Store,
  condition: RawBuilder<unknown>,
  limit: number,
  now: Date,
): Promise<WebinarRow[]> {
  const { rows } = await sql<WebinarRow>`
    select page.*,
      (
        select count(distinct address_hash)::float8 from registration
        where registration.on24_client_id = page.on24_client_id and registration.event_id = page.event_id
          and confirmed_at is not null
      ) as contacts,
      waiting.held + extra_rows.held as held, waiting.pending
    from (
      select on24_client_id, event_id, title, list_id, list_name, last_read_started_at, excluded,
        ${isSettled(now)} as settled, ${STARTS_AT} as starts_at,
        ${ORDERED_BY} as ordered_by, ${microsOf(ORDERED_BY)} as key
      from webinar where ${condition}
      order by ordered_by desc, event_id desc limit ${limit}
    ) as page
    cross join lateral (
      select count(*) filter (where state = 'held')::float8 as held,
        count(*) filter (where state = 'pending')::float8 as pending
      from waiting_row
      where waiting_row.on24_client_id = page.on24_client_id and waiting_row.event_id = page.event_id
    ) as waiting
    cross join lateral (
      select coalesce(sum(rows), 0)::float8 as held from trouble
      where trouble.on24_client_id = page.on24_client_id and trouble.event_id = page.event_id
        and kind = 'removalsHeld' and detail = ${EXTRA_ROWS}
    ) as extra_rows
    order by ordered_by desc, event_id desc
  `.execute(store)
  return rows
}

const isSettled = (now: Date) => sql<boolean>`coalesce(not ${isOpen(now)}, true)`

/** @param troubles of the account, oldest first */
function viewOf(row: WebinarRow, troubles: readonly Trouble[]): Webinar {
  const oldest = troubles.find(({ eventId }) => eventId === row.eventId)
  return {
    eventId: row.eventId,
    title: row.title,
    startsAt: row.startsAt?.toISOString() ?? null,
    listId: row.listId,
    listName: row.listName,
    contacts: row.contacts,
    held: row.held,
    pending: row.pending,
    problem: oldest === undefined ? null : viewWebinarProblem(oldest),
    lastReadAt: row.lastReadStartedAt?.toISOString() ?? null,
    settled: row.settled,
    excluded: row.excluded,
  }
}
