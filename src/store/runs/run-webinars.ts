/** Per run and webinar: what is to be read and delivered, and what was counted. The ground of every ledger. */
import { type Selectable, sql } from 'kysely'
import { backfillLeases } from '../leases/lease-names.ts'
import type { Store } from '../database.ts'
import { IS_HELD } from '../leases/leases.ts'
import type { RunWebinarTable } from '../schema.ts'

export type RunWebinar = Selectable<RunWebinarTable>

/**
 * Puts webinars on the run's work list. One that the run has read already is not read again by it; one of which it
 * only delivered rows is.
 */
export async function planReads(
  store: Store,
  runKey: string,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length > 0) {
    await store
      .insertInto('runWebinar')
      .columns(['runKey', 'eventId', 'readState', 'deliveryState', 'filtered'])
      .expression(
        sql`select ${runKey}, event_id, 'toRead', 'waiting', '{}'::jsonb
            from unnest(${eventIds}::text[]) as event_id`,
      )
      .onConflict((conflict) =>
        conflict
          .columns(['runKey', 'eventId'])
          .doUpdateSet({ readState: 'toRead', deliveryState: 'waiting' })
          .where('runWebinar.readState', '=', 'notRead'),
      )
      .execute()
  }
  await store
    .updateTable('run')
    .set({
      webinarsOf: sql`(
        select count(*) from run_webinar where run_key = ${runKey} and read_state <> 'notRead'
      )`,
    })
    .where('runKey', '=', runKey)
    .execute()
}

/**
 * Webinars that this run does not read, but whose rows wait since an earlier run. A backfill that is at work
 * delivers its own.
 */
export async function planCarriedDeliveries(
  store: Store,
  runKey: string,
  on24ClientId: string,
): Promise<void> {
  await sql`
    insert into run_webinar (run_key, event_id, read_state, delivery_state)
    select distinct ${runKey}, waiting.event_id, 'notRead', 'open'
    from waiting_row as waiting
    join webinar using (on24_client_id, event_id)
    where on24_client_id = ${on24ClientId} and state in ('pending', 'held') and not webinar.excluded
      and not ${isOfBackfillAtWork(on24ClientId)}
    on conflict do nothing
  `.execute(store)
}

/** Of a row that waits, in SQL: a backfill that holds its lease has it. */
function isOfBackfillAtWork(on24ClientId: string) {
  return sql`exists (
    select from lease
    where name = ${backfillLeases(on24ClientId)} || waiting.run_key and ${IS_HELD}
  )`
}

/** Webinars with rows that wait and that another run had, in order; without those of backfills at work. */
export async function webinarsWithRowsToTakeUp(
  store: Store,
  runKey: string,
  on24ClientId: string,
): Promise<string[]> {
  const { rows } = await sql<{ eventId: string }>`
    select distinct event_id from waiting_row as waiting
    where on24_client_id = ${on24ClientId} and run_key <> ${runKey} and state in ('pending', 'held')
      and not ${isOfBackfillAtWork(on24ClientId)}
    order by event_id
  `.execute(store)
  return rows.map((row) => row.eventId)
}

/** What an operator leaves out stays on the list, and is passed over. */
function workOf(store: Store, runKey: string) {
  return (
    store
      .selectFrom('runWebinar')
      .innerJoin('run', 'run.runKey', 'runWebinar.runKey')
      .leftJoin('webinar', (join) =>
        join
          .onRef('webinar.on24ClientId', '=', 'run.on24ClientId')
          .onRef('webinar.eventId', '=', 'runWebinar.eventId'),
      )
      .where('runWebinar.runKey', '=', runKey)
      // A dry run looks at webinars that the store does not know, too.
      .where('webinar.excluded', 'is not', true)
  )
}

/** Those that have failed come after all others, the one that has failed least first. */
export async function webinarsToRead(store: Store, runKey: string): Promise<string[]> {
  const rows = await workOf(store, runKey)
    .select('runWebinar.eventId')
    .where('readState', '=', 'toRead')
    .orderBy('failedReads')
    .orderBy('runWebinar.eventId')
    .execute()
  return rows.map((row) => row.eventId)
}

export async function isToRead(store: Store, runKey: string, eventId: string): Promise<boolean> {
  const row = await workOf(store, runKey)
    .select('readState')
    .where('runWebinar.eventId', '=', eventId)
    .executeTakeFirst()
  return row?.readState === 'toRead'
}

/** Webinars that the run was to read and did not. */
export async function countUnread(store: Store, runKey: string): Promise<number> {
  const { count } = await workOf(store, runKey)
    .select((select) => select.fn.countAll().as('count'))
    .where('readState', 'in', ['toRead', 'failed'])
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Webinars with rows to deliver whose reading, if this run reads them, is done. */
export async function webinarsToDeliver(store: Store, runKey: string): Promise<string[]> {
  const rows = await workOf(store, runKey)
    .select('runWebinar.eventId')
    .where('deliveryState', '=', 'open')
    // Those that failed before keep no other waiting.
    .orderBy('failedDeliveries')
    .orderBy('runWebinar.eventId')
    .execute()
  return rows.map((row) => row.eventId)
}

export async function isToDeliver(store: Store, runKey: string, eventId: string): Promise<boolean> {
  const row = await workOf(store, runKey)
    .select('deliveryState')
    .where('runWebinar.eventId', '=', eventId)
    .executeTakeFirst()
  return row?.deliveryState === 'open'
}

export async function setWebinarProgress(
  store: Store,
  runKey: string,
  eventId: string,
  progress: Partial<Pick<RunWebinar, 'readState' | 'deliveryState' | 'listAnswer'>>,
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set(progress)
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .execute()
}

/** Returns how often this run has failed to deliver the webinar, this time included. */
export async function addFailedDelivery(
  store: Store,
  runKey: string,
  eventId: string,
): Promise<number> {
  const { failedDeliveries: failed } = await store
    .updateTable('runWebinar')
    .set({ failedDeliveries: sql`failed_deliveries + 1` })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .returning('failedDeliveries')
    .executeTakeFirstOrThrow()
  return failed
}

/** Not read by this run any more, unless another attempt has read it: what waits of it is delivered all the same. */
export async function skipReading(store: Store, runKey: string, eventId: string): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({ readState: 'skipped', deliveryState: 'open' })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .where('readState', '=', 'toRead')
    .execute()
}

/** Neither read nor delivered any more by this run, which keeps what it has counted of them. */
export async function leaveWebinars(
  store: Store,
  runKey: string,
  eventIds: readonly string[],
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({
      readState: sql`case when read_state = 'toRead' then 'skipped' else read_state end`,
      deliveryState: 'done',
    })
    .where('runKey', '=', runKey)
    .where(sql<boolean>`event_id = any(${eventIds}::text[])`)
    .execute()
}

export interface ReadCounts {
  readonly read: number
  readonly unchanged: number
  readonly filtered: Readonly<Record<string, number>>
}

/** A second read of a webinar replaces what the first one counted, deliveries included. */
export async function saveReadCounts(
  store: Store,
  runKey: string,
  eventId: string,
  counts: ReadCounts,
  hasRowsToDeliver: boolean,
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({
      readState: 'read',
      readFailure: null,
      deliveryState: hasRowsToDeliver ? 'open' : 'done',
      read: counts.read,
      unchanged: counts.unchanged,
      filtered: JSON.stringify(counts.filtered),
      created: 0,
      updated: 0,
      removed: 0,
      carriedOver: 0,
      leftPending: 0,
      leftRejected: 0,
    })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .execute()
}

/** Counts rows in the bucket they ended in; in the transaction that takes them from the waiting rows. */
export async function countOutcomes(
  store: Store,
  runKey: string,
  eventId: string,
  outcomes: { readonly created?: number; readonly updated?: number; readonly removed?: number },
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({
      created: sql`created + ${outcomes.created ?? 0}`,
      updated: sql`updated + ${outcomes.updated ?? 0}`,
      removed: sql`removed + ${outcomes.removed ?? 0}`,
    })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .execute()
}
