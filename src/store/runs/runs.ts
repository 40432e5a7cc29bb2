/** Runs of an account: when, why, over which window, and with what outcome. */
import { type Selectable, sql } from 'kysely'
import type { BackfillRequest } from '../../contracts/operations.ts'
import type { Ledger, RunOutcome } from '../../contracts/run.ts'
import type { Account } from '../accounts/account.ts'
import { AccountUnknown } from '../accounts/accounts.ts'
import type { Store } from '../database.ts'
import type { RunTable } from '../schema.ts'

export type Run = Selectable<RunTable>

/** Of six-hourly runs, however they were started. */
export const SYNC_TRIGGERS = ['schedule', 'sync', 'link'] as const

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

/** Returns the run as it is if an earlier attempt, whose answer was lost, has opened it. */
export async function openRun(store: Store, run: NewRun): Promise<Run> {
  return store
    .insertInto('run')
    .values({
      runKey: run.runKey,
      on24ClientId: run.on24ClientId,
      workflowId: run.workflowId,
      runId: run.runId,
      trigger: run.trigger,
      windowFrom: run.windowFrom,
      windowTo: run.windowTo,
      startedAt: run.startedAt,
      ...(run.backfill && {
        rangeFrom: run.backfill.from,
        rangeTo: run.backfill.to,
        dryRun: run.backfill.dryRun,
      }),
    })
    .onConflict((conflict) => conflict.column('runKey').doUpdateSet({ runKey: run.runKey }))
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function getRun(store: Store, runKey: string): Promise<Run> {
  return store.selectFrom('run').selectAll().where('runKey', '=', runKey).executeTakeFirstOrThrow()
}

/** Undefined for a run that failed before it could be opened. */
export async function findRun(store: Store, runKey: string): Promise<Run | undefined> {
  return store.selectFrom('run').selectAll().where('runKey', '=', runKey).executeTakeFirst()
}

export type AccountInRun = Account & Pick<Run, 'actOnStopped'>

/** The run's account, and whether the run still calls Act-On. Throws AccountUnknown. */
export async function getAccountInRun(
  store: Store,
  { on24ClientId, runKey }: Pick<Run, 'on24ClientId' | 'runKey'>,
): Promise<AccountInRun> {
  const account = await store
    .selectFrom('account')
    // A restored store may not have the run.
    .leftJoin('run', (join) => join.on('run.runKey', '=', runKey))
    .selectAll('account')
    .select('run.actOnStopped')
    .where('account.on24ClientId', '=', on24ClientId)
    .executeTakeFirst()
  if (account === undefined) throw new AccountUnknown(on24ClientId)
  return account
}

export async function listRuns(store: Store, on24ClientId: string, limit: number): Promise<Run[]> {
  return (
    store
      .selectFrom('run')
      .selectAll()
      .where('on24ClientId', '=', on24ClientId)
      .orderBy('startedAt', 'desc')
      // Of two that began at the same moment, the later trigger first: a workflow id holds the second of its trigger.
      .orderBy('workflowId', 'desc')
      .limit(limit)
      .execute()
  )
}

/** Runs that bring new people to Act-On by themselves, oldest first: no backfills, no comparisons. */
export async function runsSince(store: Store, on24ClientId: string, since: Date): Promise<Run[]> {
  return store
    .selectFrom('run')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('startedAt', '>=', since)
    .where('trigger', 'in', SYNC_TRIGGERS)
    .orderBy('startedAt')
    .execute()
}

/** Workflow ids of the latest 10 runs that were opened and not closed. */
export async function unfinishedRuns(store: Store, on24ClientId: string): Promise<string[]> {
  const rows = await store
    .selectFrom('run')
    .select('workflowId')
    .where('on24ClientId', '=', on24ClientId)
    .where('finishedAt', 'is', null)
    .orderBy('startedAt', 'desc')
    .limit(10)
    .execute()
  return rows.map((row) => row.workflowId)
}

/** Keys of the six-hourly runs that were opened and not closed. */
export async function unfinishedSyncs(store: Store, on24ClientId: string): Promise<string[]> {
  const rows = await store
    .selectFrom('run')
    .select('runKey')
    .where('on24ClientId', '=', on24ClientId)
    .where('finishedAt', 'is', null)
    .where('trigger', 'in', ['schedule', 'sync', 'link'])
    .execute()
  return rows.map((row) => row.runKey)
}

/** Every answer of ON24 about the run's window is stored. */
export async function markDiscovered(store: Store, runKey: string, at: Date): Promise<void> {
  await store.updateTable('run').set({ discoveredAt: at }).where('runKey', '=', runKey).execute()
}

/** When the first of the account's runs began since the latest one that got every answer of ON24 about its window. */
export async function undiscoveredSince(store: Store, on24ClientId: string): Promise<Date | null> {
  const runs = () =>
    store
      .selectFrom('run')
      .where('on24ClientId', '=', on24ClientId)
      .where('trigger', 'in', SYNC_TRIGGERS)
  const { since } = await runs()
    .where((where) =>
      where(
        'startedAt',
        '>',
        where.fn.coalesce(
          runs()
            .where('discoveredAt', 'is not', null)
            .select((select) => select.fn.max('startedAt').as('latest')),
          sql<Date>`'-infinity'::timestamptz`,
        ),
      ),
    )
    .select((select) => select.fn.min('startedAt').as('since'))
    .executeTakeFirstOrThrow()
  return since
}

/** Counts one more question about the run's window that ON24 did not answer. Returns how many there were. */
export async function countOutage(store: Store, runKey: string): Promise<number> {
  const { discoveryOutages } = await store
    .updateTable('run')
    .set({ discoveryOutages: sql`discovery_outages + 1` })
    .where('runKey', '=', runKey)
    .returning('discoveryOutages')
    .executeTakeFirstOrThrow()
  return discoveryOutages
}

/** What is stored when a run is closed. */
export interface RunEnd {
  readonly at: Date
  readonly outcome: RunOutcome
  /** A sentence for operators; null if nothing went wrong. */
  readonly failure: string | null
  readonly ledger: Ledger
  readonly webinarsRead: number
}

export async function saveRunEnd(
  store: Store,
  runKey: string,
  { at, ledger, ...columns }: RunEnd,
): Promise<void> {
  await store
    .updateTable('run')
    .set({ ...columns, finishedAt: at, ledger: JSON.stringify(ledger) })
    .where('runKey', '=', runKey)
    .execute()
}

/** Adds rows that were dropped because they waited longer than they may be kept. */
export async function addDroppedRows(store: Store, runKey: string, dropped: number): Promise<void> {
  if (dropped === 0) return
  await store
    .updateTable('run')
    .set({ dropped: sql`dropped + ${dropped}` })
    .where('runKey', '=', runKey)
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
      callsOn24: sql`calls_on24 + ${calls.on24}`,
      callsActOn: sql`calls_act_on + ${calls.actOn}`,
    })
    .where('runKey', '=', runKey)
    .execute()
}
