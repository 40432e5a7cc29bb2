/** The work list of a run: the webinars that it has to read, and those that it has to deliver. */
import { sql } from 'kysely'
import { backfillLeases } from '../leases/lease-names.ts'
import type { Store } from '../database.ts'
import { IS_HELD } from '../leases/leases.ts'
import { HAS_EXTRA_ROWS_TO_REMOVE } from '../verifications/extra-rows.ts'

/**
 * Puts webinars on the run's work list. The run does not read a webinar twice, but does read one for which it has only
 * delivered rows.
 */
export async function planReads(
  store: Store,
  runKey: string,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length === 0) return
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
 * Adds webinars that this run does not read, but whose rows have been waiting since an earlier run, to be written or, as
 * extra rows of the list, to be removed. Active backfills deliver their own rows.
 */
export async function planDeliveriesOfWaitingRows(
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
      and not ${belongsToActiveBackfill(on24ClientId)}
    union
    select ${runKey}, event_id, 'notRead', 'open'
    from trouble join webinar using (on24_client_id, event_id)
    where on24_client_id = ${on24ClientId} and ${HAS_EXTRA_ROWS_TO_REMOVE} and not webinar.excluded
    on conflict do nothing
  `.execute(store)
}

/** SQL condition on the alias `waiting`: the row belongs to a backfill that holds its lease. */
function belongsToActiveBackfill(on24ClientId: string) {
  return sql`exists (
    select from lease
    where name = ${backfillLeases(on24ClientId)} || waiting.run_key and ${IS_HELD}
  )`
}

/** Webinars with waiting rows of other runs, ordered by event id. Rows of active backfills are left out. */
export async function webinarsWithRowsToTakeUp(
  store: Store,
  runKey: string,
  on24ClientId: string,
): Promise<string[]> {
  const { rows } = await sql<{ eventId: string }>`
    select distinct event_id from waiting_row as waiting
    where on24_client_id = ${on24ClientId} and run_key <> ${runKey} and state in ('pending', 'held')
      and not ${belongsToActiveBackfill(on24ClientId)}
    order by event_id
  `.execute(store)
  return rows.map((row) => row.eventId)
}

/** Skips webinars that an operator has excluded; they stay on the list. */
function includedWebinars(store: Store, runKey: string) {
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
      // `is not true`: a dry run also reads webinars that are not in the store.
      .where('webinar.excluded', 'is not', true)
  )
}

/** Webinars whose read has failed come last, those with the fewest failures first. */
export async function webinarsToRead(store: Store, runKey: string): Promise<string[]> {
  const rows = await includedWebinars(store, runKey)
    .select('runWebinar.eventId')
    .where('readState', '=', 'toRead')
    .orderBy('failedReads')
    .orderBy('runWebinar.eventId')
    .execute()
  return rows.map((row) => row.eventId)
}

export async function isToRead(store: Store, runKey: string, eventId: string): Promise<boolean> {
  const row = await includedWebinars(store, runKey)
    .select('readState')
    .where('runWebinar.eventId', '=', eventId)
    .executeTakeFirst()
  return row?.readState === 'toRead'
}

/** Webinars that the run should have read and has not. */
export async function countUnread(store: Store, runKey: string): Promise<number> {
  const { count } = await includedWebinars(store, runKey)
    .select((select) => select.fn.countAll().as('count'))
    .where('readState', 'in', ['toRead', 'failed'])
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Webinars with rows to deliver. One that this run reads appears once it has been read. */
export async function webinarsToDeliver(store: Store, runKey: string): Promise<string[]> {
  const rows = await includedWebinars(store, runKey)
    .select('runWebinar.eventId')
    .where('deliveryState', '=', 'open')
    // Webinars whose delivery has failed come last, so that they do not delay the rest.
    .orderBy('failedDeliveries')
    .orderBy('runWebinar.eventId')
    .execute()
  return rows.map((row) => row.eventId)
}

/** How many webinars `webinarsToRead` and `webinarsToDeliver` would return. */
export async function countWorkLeft(
  store: Store,
  runKey: string,
): Promise<{ readonly toRead: number; readonly toDeliver: number }> {
  return includedWebinars(store, runKey)
    .select([
      sql<number>`count(*) filter (where read_state = 'toRead')::float8`.as('toRead'),
      sql<number>`count(*) filter (where delivery_state = 'open')::float8`.as('toDeliver'),
    ])
    .executeTakeFirstOrThrow()
}

export async function isToDeliver(store: Store, runKey: string, eventId: string): Promise<boolean> {
  const row = await includedWebinars(store, runKey)
    .select('deliveryState')
    .where('runWebinar.eventId', '=', eventId)
    .executeTakeFirst()
  return row?.deliveryState === 'open'
}
