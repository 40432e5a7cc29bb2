/** What only backfills ask of the store: their webinars, and each other. */
import { sql } from 'kysely'
import type { Ledger } from '../../contracts/run.ts'
import { webinarLeases } from '../leases/lease-names.ts'
import type { Store } from '../database.ts'
import { IS_HELD } from '../leases/leases.ts'

/** Opened, not closed, and its lease is kept. */
const IS_ACTIVE = sql`run.finished_at is null and exists (
  select from lease where owner = run.run_key and ${IS_HELD}
)`

/** Puts webinars on a backfill's list, unless an operator left them out; those that stand there stay. */
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
 * Whether a backfill need not read the webinar: it was read whole since the backfill's start, or by another
 * backfill that was at work at the same time.
 */
export async function isReadElsewhere(
  store: Store,
  { runKey, startedAt }: { readonly runKey: string; readonly startedAt: Date },
  on24ClientId: string,
  eventId: string,
): Promise<boolean> {
  const since = startedAt.toISOString()
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
        and (finished_at > ${since}::timestamptz or (${IS_ACTIVE}))
    ) as elsewhere
  `.execute(store)
  return rows[0]?.elsewhere ?? false
}

/**
 * Which of these webinars a backfill works on now, and the key of its run: attempts that hold a webinar are named after
 * their run.
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
    where ${IS_HELD} and on24_client_id = ${on24ClientId} and trigger = 'backfill'
  `.execute(store)
  return new Map(rows.map((row) => [row.eventId, row.runKey]))
}

/** Backfills of the account that were opened and never closed, though they have ended: terminated ones. */
export async function abandonedBackfills(
  store: Store,
  on24ClientId: string,
  mine: { readonly runKey: string; readonly workflowId: string },
): Promise<string[]> {
  const rows = await store
    .selectFrom('run')
    .select('runKey')
    .where('on24ClientId', '=', on24ClientId)
    .where('runKey', '!=', mine.runKey)
    .where('trigger', '=', 'backfill')
    .where('finishedAt', 'is', null)
    // Of one workflow only the newest run can be at work, whatever lease an earlier one has left.
    .where(sql<boolean>`(workflow_id = ${mine.workflowId} or not (${IS_ACTIVE}))`)
    .execute()
  return rows.map((row) => row.runKey)
}

/** The counts of a webinar that was only looked at. */
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
