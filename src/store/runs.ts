/** Runs of an account: when, why, over which window, and what came of them. */
import { type Selectable, sql } from 'kysely'
import type { BackfillRequest } from '../contracts/operating.ts'
import type { Store } from './database.ts'
import type { RunTable } from './schema.ts'

export type Run = Selectable<RunTable>

export interface NewRun {
  readonly runKey: string
  readonly on24ClientId: string
  readonly workflowId: string
  readonly runId: string
  readonly trigger: Run['trigger']
  readonly windowFrom: Date | null
  readonly windowTo: Date
  readonly startedAt: Date
  readonly backfill?: BackfillRequest
}

/** Does nothing when the run was opened before, by an attempt whose answer was lost. */
export async function openRun(store: Store, run: NewRun): Promise<void> {
  await store
    .insertInto('run')
    .values({
      run_key: run.runKey,
      on24_client_id: run.on24ClientId,
      workflow_id: run.workflowId,
      run_id: run.runId,
      trigger: run.trigger,
      window_from: run.windowFrom,
      window_to: run.windowTo,
      started_at: run.startedAt,
      ...(run.backfill && {
        range_from: run.backfill.from,
        range_to: run.backfill.to,
        dry_run: run.backfill.dryRun,
      }),
    })
    .onConflict((conflict) => conflict.column('run_key').doNothing())
    .execute()
}

export async function getRun(store: Store, runKey: string): Promise<Run> {
  return store.selectFrom('run').selectAll().where('run_key', '=', runKey).executeTakeFirstOrThrow()
}

/** Undefined for a run that failed before it could be opened. */
export async function findRun(store: Store, runKey: string): Promise<Run | undefined> {
  return store.selectFrom('run').selectAll().where('run_key', '=', runKey).executeTakeFirst()
}

export async function listRuns(store: Store, on24ClientId: string, limit: number): Promise<Run[]> {
  return (
    store
      .selectFrom('run')
      .selectAll()
      .where('on24_client_id', '=', on24ClientId)
      .orderBy('started_at', 'desc')
      // Of two that began at once, the one that was triggered later: its id tells the second.
      .orderBy('workflow_id', 'desc')
      .limit(limit)
      .execute()
  )
}

/** Those that bring new people to Act-On by themselves, oldest first: no backfills, no comparisons. */
export async function runsSince(store: Store, on24ClientId: string, since: Date): Promise<Run[]> {
  return store
    .selectFrom('run')
    .selectAll()
    .where('on24_client_id', '=', on24ClientId)
    .where('started_at', '>=', since)
    .where('trigger', 'in', ['schedule', 'sync', 'link'])
    .orderBy('started_at')
    .execute()
}

/** Workflow ids of the latest runs that were opened and not closed. */
export async function unfinishedRuns(store: Store, on24ClientId: string): Promise<string[]> {
  const rows = await store
    .selectFrom('run')
    .select('workflow_id')
    .where('on24_client_id', '=', on24ClientId)
    .where('finished_at', 'is', null)
    .orderBy('started_at', 'desc')
    .limit(10)
    .execute()
  return rows.map((row) => row.workflow_id)
}

/** Keys of the six-hourly runs that were opened and not closed. */
export async function unfinishedSyncs(store: Store, on24ClientId: string): Promise<string[]> {
  const rows = await store
    .selectFrom('run')
    .select('run_key')
    .where('on24_client_id', '=', on24ClientId)
    .where('finished_at', 'is', null)
    .where('trigger', 'in', ['schedule', 'sync', 'link'])
    .execute()
  return rows.map((row) => row.run_key)
}

const KEEP_WORK_DAYS = 90

/**
 * Drops what old runs of the account counted webinar by webinar: their ledgers hold the sums and stay. A backfill may
 * wait for longer than that, as long as its account is paused: its list is what it goes on from.
 */
export async function dropOldWork(store: Store, on24ClientId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEEP_WORK_DAYS * 24 * 60 * 60 * 1000)
  await store
    .deleteFrom('run_webinar')
    .where('run_key', 'in', (old) =>
      old
        .selectFrom('run')
        .select('run_key')
        .where('on24_client_id', '=', on24ClientId)
        .where('finished_at', '<', before),
    )
    .execute()
}

/** All that ON24 was asked of the run's window is stored. */
export async function markDiscovered(store: Store, runKey: string, at: Date): Promise<void> {
  await store.updateTable('run').set({ discovered_at: at }).where('run_key', '=', runKey).execute()
}

/** Counts that ON24 was away when it was asked something of the run's window, and says how often it was. */
export async function countOutage(store: Store, runKey: string): Promise<number> {
  const { discovery_outages } = await store
    .updateTable('run')
    .set({ discovery_outages: sql`discovery_outages + 1` })
    .where('run_key', '=', runKey)
    .returning('discovery_outages')
    .executeTakeFirstOrThrow()
  return discovery_outages
}

/** Rows that waited longer than they may be kept and were dropped. */
export async function addDropped(store: Store, runKey: string, dropped: number): Promise<void> {
  if (dropped === 0) return
  await store
    .updateTable('run')
    .set({ dropped: sql`dropped + ${dropped}` })
    .where('run_key', '=', runKey)
    .execute()
}

export async function addCalls(
  store: Store,
  runKey: string,
  calls: { readonly on24: number; readonly actOn: number },
): Promise<void> {
  if (calls.on24 === 0 && calls.actOn === 0) return
  await store
    .updateTable('run')
    .set({
      calls_on24: sql`calls_on24 + ${calls.on24}`,
      calls_act_on: sql`calls_act_on + ${calls.actOn}`,
    })
    .where('run_key', '=', runKey)
    .execute()
}
