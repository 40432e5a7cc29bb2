/**
 * Why rows of an account wait. The code that runs into a trouble records it; the code that gets past it ends it. A
 * run's outcome, an account's problems and the notices are derived from this alone.
 */
import { sql } from 'kysely'
import {
  ACCOUNT_WIDE,
  EXTRA_ROWS_APPROVED,
  HOLDS_ROWS_BACK,
  type Trouble,
  type TroubleKind,
} from '../../contracts/trouble.ts'
import type { Store } from '../database.ts'

export interface TroublePlace {
  readonly on24ClientId: string
  /** Null for the whole account. */
  readonly eventId: string | null
}

interface NewTrouble {
  /** `removalsHeld` only for rows that a repair found: the others are counted from the held rows themselves. */
  readonly kind: TroubleKind
  /** Headings, a status or a code of ours. Never a value of a contact, nor a vendor's words. */
  readonly detail: string
  readonly at: Date
  /** How many rows were dropped, which is added to the earlier ones, or how many a repair could not remove. */
  readonly rows?: number
}

/** A trouble that already exists keeps its beginning and gets the new detail. */
export async function recordTrouble(
  store: Store,
  { on24ClientId, eventId }: TroublePlace,
  { kind, detail, at, rows }: NewTrouble,
): Promise<void> {
  const changed = kind === 'rowsExpired' ? sql`trouble.rows + excluded.rows` : sql`excluded.rows`
  await sql`
    insert into trouble (on24_client_id, event_id, kind, detail, rows, since)
    values (${on24ClientId}, ${eventId}, ${kind}, ${detail}, ${rows ?? 0}, ${at.toISOString()}::timestamptz)
    on conflict (on24_client_id, coalesce(event_id, ''), kind)
    do update set detail = excluded.detail, rows = ${rows === undefined ? sql`trouble.rows` : changed}
  `.execute(store)
}

export async function endTroubles(
  store: Store,
  { on24ClientId, eventId }: TroublePlace,
  kinds: readonly TroubleKind[],
): Promise<void> {
  await store
    .deleteFrom('trouble')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', eventId === null ? 'is' : '=', eventId)
    .where('kind', 'in', kinds)
    .execute()
}

/** Ends all troubles of a webinar: an operator excluded it, or its list is created anew. */
export async function endAllTroubles(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<void> {
  await store
    .deleteFrom('trouble')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
}

/**
 * Ends troubles for which no row waits any more, those of webinars that are not read any more, and that of events which
 * ON24 did not return when none is left to be looked up.
 */
export async function endTroublesWithoutRows(store: Store, on24ClientId: string): Promise<void> {
  await sql`
    delete from trouble
    where on24_client_id = ${on24ClientId} and kind = any(${HOLDS_ROWS_BACK}::text[])
      and rows = 0 and not exists (
        select from waiting_row as waiting
        where waiting.on24_client_id = ${on24ClientId} and ${isHeldBackBy}
      )
  `.execute(store)
  await sql`
    delete from trouble
    where on24_client_id = ${on24ClientId} and kind = any(${ACCOUNT_WIDE}::text[])
      and not exists (
        select from waiting_row
        where waiting_row.on24_client_id = ${on24ClientId} and state = 'pending'
      )
  `.execute(store)
  await sql`
    delete from trouble using webinar
    where trouble.on24_client_id = ${on24ClientId} and kind in ('webinarUnreadable', 'rowsExpired')
      and webinar.on24_client_id = trouble.on24_client_id and webinar.event_id = trouble.event_id
      and (webinar.unavailable_since is not null or webinar.is_test_event)
  `.execute(store)
  await sql`
    delete from trouble
    where on24_client_id = ${on24ClientId} and event_id is null and kind = 'webinarUnreadable'
      and not exists (
        select from event_to_look_up where event_to_look_up.on24_client_id = ${on24ClientId}
      )
  `.execute(store)
}

export async function hasTrouble(
  store: Store,
  { on24ClientId, eventId }: TroublePlace,
  kind: TroubleKind,
): Promise<boolean> {
  const found = await store
    .selectFrom('trouble')
    .select('kind')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', eventId === null ? 'is' : '=', eventId)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return found !== undefined
}

/** SQL condition on `trouble` and the alias `waiting`: the row is held back by this trouble of its webinar. */
const isHeldBackBy = sql<boolean>`
  waiting.on24_client_id = trouble.on24_client_id and waiting.event_id = trouble.event_id
  and waiting.state = 'pending'
  and (trouble.kind <> 'removalRefused' or waiting.action in ('remove', 'move'))
`

/** Stored until a run has done what an operator decided, and not shown. */
const IS_DECIDED = sql<boolean>`(kind = 'removalsHeld' and detail = ${EXTRA_ROWS_APPROVED})`

/** What operators were told that still lasts, and whether anything is stored that could be a trouble. */
export async function lookAtTroubles(
  store: Store,
  on24ClientId: string,
): Promise<{ readonly told: ReadonlySet<TroubleKind>; readonly hasAny: boolean }> {
  const { rows } = await sql<{ told: TroubleKind[]; hasAny: boolean }>`
    select array(select kind from told_trouble where on24_client_id = ${on24ClientId}) as told,
      exists (select from trouble where on24_client_id = ${on24ClientId})
      or exists (
        select from waiting_row where on24_client_id = ${on24ClientId} and state = 'held'
      ) as has_any
  `.execute(store)
  const { told, hasAny } = rows[0] ?? { told: [], hasAny: true }
  return { told: new Set(told), hasAny }
}

/** SQL condition on `account`: `troublesOf` finds something. */
export const HAS_TROUBLE = sql<boolean>`(
  exists (
    select from trouble where trouble.on24_client_id = account.on24_client_id and not ${IS_DECIDED}
  )
  or exists (
    select from waiting_row
    where waiting_row.on24_client_id = account.on24_client_id and waiting_row.state = 'held'
  )
)`

interface TroubleRow {
  readonly on24ClientId: string
  readonly eventId: string | null
  readonly kind: TroubleKind
  readonly detail: string
  readonly rows: number
  readonly since: Date
}

/**
 * By ON24 client id, oldest first, those of the whole account before those of webinars. Accounts without are left out.
 */
export async function troublesOf(
  store: Store,
  on24ClientIds: readonly string[],
): Promise<Map<string, readonly Trouble[]>> {
  const { rows } = await sql<TroubleRow>`
    with troubles as (
      select on24_client_id, event_id, kind, detail, since,
        case
          when kind = any(${ACCOUNT_WIDE}::text[]) then (
            select count(*) from waiting_row
            where waiting_row.on24_client_id = trouble.on24_client_id and state = 'pending'
          )
          when kind = any(${HOLDS_ROWS_BACK}::text[]) then rows + (
            select count(*) from waiting_row as waiting where ${isHeldBackBy}
          )
          else rows
        end::float8 as rows
      from trouble
      where on24_client_id = any(${on24ClientIds}::text[])
        and not ${IS_DECIDED}
      union all
      select on24_client_id, event_id, 'removalsHeld', '', min(first_seen_at), count(*)::float8
      from waiting_row where state = 'held' and on24_client_id = any(${on24ClientIds}::text[])
      group by on24_client_id, event_id
    )
    select on24_client_id, event_id, kind, max(detail) as detail, min(since) as since, sum(rows) as rows
    from troubles group by on24_client_id, event_id, kind
    order by since, event_id nulls first, kind
  `.execute(store)
  const byAccount = new Map<string, Trouble[]>()
  for (const { on24ClientId: id, eventId, ...trouble } of rows) {
    byAccount.set(id, [...(byAccount.get(id) ?? []), { ...trouble, eventId }])
  }
  return byAccount
}

export async function troublesOfAccount(
  store: Store,
  on24ClientId: string,
): Promise<readonly Trouble[]> {
  return (await troublesOf(store, [on24ClientId])).get(on24ClientId) ?? []
}
