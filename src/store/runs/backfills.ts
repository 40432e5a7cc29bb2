/** Queries that only backfills need: about their webinars, and about other backfills. */
import { sql } from 'kysely'
import type { Ledger } from '../../contracts/run.ts'
import { webinarLeases } from '../leases/lease-names.ts'
import type { Store } from '../database.ts'
import { IS_HELD } from '../leases/leases.ts'
import type { Run } from './runs.ts'

/** SQL condition on a run: it was opened, is not closed, and its lease is held. */
const IS_ACTIVE = sql`run.finished_at is null and exists (
  select from lease where owner = run.run_key and ${IS_HELD}
)`

/** Adds webinars to a backfill's work list, unless an operator has excluded them. Those already on it stay. */
export async function addBackfillWebinars(
  store: Store,
  runKey: string,
  on24ClientId: string,
  eventIds: readonly string[],
): Promise<void> {
  await sql`
    insert into run_webinar (run_key, event_id, read_state, delivery_state)
    select ${runKey}, event_id, 'toRead', 'waiting'
    from unnest(${eventIds}::text[]) as event_id
    where not exists (
      select from webinar
      where on24_client_id = ${on24ClientId} and webinar.event_id = event_id.event_id and excluded
    )
    on conflict do nothing
  `.execute(store)
  await store
    .updateTable('run')
    .set({ webinarsOf: sql`(select count(*) from run_webinar where run_key = ${runKey})` })
    .where('runKey', '=', runKey)
    .execute()
}

/**
 * Whether a backfill can skip reading the webinar: it was read whole after the backfill started, or another backfill
 * that was active at the same time has read it.
 */
export async function isReadElsewhere(
  store: Store,
  { runKey, startedAt }: { readonly runKey: string; readonly startedAt: Date },
  on24ClientId: string,
  eventId: string,
): Promise<boolean> {
  const since = startedAt.toISOString()
  // `coalesce`, because with `or` PostgreSQL finds runs by their end, in all accounts.
  const { rows } = await sql<{ elsewhere: boolean }>`
    select exists (
      select from webinar
      where on24_client_id = ${on24ClientId} and event_id = ${eventId}
        and last_read_started_at > ${since}::timestamptz
    ) or exists (
      select from run_webinar join run using (run_key)
      where event_id = ${eventId} and read_state = 'read'
        and on24_client_id = ${on24ClientId} and run_key <> ${runKey}
        and trigger = 'backfill' and not dry_run
        and coalesce(finished_at > ${since}::timestamptz, ${IS_ACTIVE})
    ) as elsewhere
  `.execute(store)
  return rows[0]?.elsewhere ?? false
}

/**
 * By event id: the run key of the backfill that is working on the webinar, for those of the given webinars that one is.
 * A comparison that writes counts, too; one that only verifies would never deliver what is left to it.
 * The owner of a webinar's lease begins with the key of its run.
 */
export async function webinarsLeasedByBackfills(
  store: Store,
  on24ClientId: string,
  eventIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ eventId: string; runKey: string }>`
    select event_id, run.run_key from unnest(${eventIds}::text[]) as event_id
    join lease on lease.name = ${webinarLeases(on24ClientId)} || event_id
    join run on starts_with(lease.owner, run.run_key || '/')
    where ${IS_HELD} and on24_client_id = ${on24ClientId} and (
      trigger = 'backfill'
      or exists (select from verification where run_key = run.run_key and writes)
    )
  `.execute(store)
  return new Map(rows.map((row) => [row.eventId, row.runKey]))
}

export interface UnseenRound {
  readonly runKey: string
  readonly workflowId: string
  readonly trigger: Run['trigger']
}

/** The account's backfills and comparisons that were opened, never closed, and have not been seen at work for long. */
export async function unseenRounds(
  store: Store,
  on24ClientId: string,
  mine: { readonly runKey: string; readonly workflowId: string },
): Promise<UnseenRound[]> {
  return (
    store
      .selectFrom('run')
      .select(['runKey', 'workflowId', 'trigger'])
      .where('on24ClientId', '=', on24ClientId)
      .where('runKey', '!=', mine.runKey)
      .where('trigger', 'in', ['backfill', 'compare'])
      .where('finishedAt', 'is', null)
      // Only the newest run of a workflow can be active, whatever lease an earlier run has left.
      .where(sql<boolean>`(workflow_id = ${mine.workflowId} or not (${IS_ACTIVE}))`)
      .execute()
  )
}

export interface ActiveComparison {
  readonly runKey: string
  readonly workflowId: string
}

/** Comparisons of the account that were opened, are not closed, and have not been seen to end. */
export async function activeComparisons(
  store: Store,
  on24ClientId: string,
): Promise<readonly ActiveComparison[]> {
  return store
    .selectFrom('run')
    .select(['runKey', 'workflowId'])
    .where('on24ClientId', '=', on24ClientId)
    .where('trigger', '=', 'compare')
    .where(sql<boolean>`(${IS_ACTIVE})`)
    .execute()
}

/** Stores the counts of a webinar in a dry run. */
export async function saveDryRun(
  store: Store,
  runKey: string,
  eventId: string,
  counts: Ledger,
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({
      readState: 'read',
      deliveryState: 'done',
      read: counts.read,
      carriedOver: counts.carriedOver,
      created: counts.created,
      updated: counts.updated,
      unchanged: counts.unchanged,
      removed: counts.removed,
      filtered: JSON.stringify(counts.filtered),
      leftRejected: counts.rejected,
      leftPending: counts.pending,
    })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .execute()
}
