/** Pages of runs, and the latest run of many accounts at once. */
import { sql } from 'kysely'
import { z } from 'zod'
import { isGoodOutcome, type RunOutcome, type RunTrigger } from '../../contracts/run.ts'
import type { Store } from '../database.ts'
import { COMPARISON_OF_RUN } from '../verifications/verifications.ts'
import { CANCEL_ASKED_AT } from './cancelled-backfills.ts'
import { storedLedger } from './ledger.ts'
import { SYNC_TRIGGERS } from './runs.ts'
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

export type ListedRun = Awaited<ReturnType<typeof lastRuns>>[number]

export interface RunListRequest extends PageRequest {
  readonly trigger?: RunTrigger
  readonly outcome?: RunOutcome
}

const Cursor = z.tuple([MicrosKey, z.string()])

/** Newest first. Throws CursorUnknown. */
export async function listRunPage(
  store: Store,
  on24ClientId: string,
  { trigger, outcome, limit, cursor }: RunListRequest,
): Promise<Page<ListedRun>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await runs(store)
    .select(microsOf(sql`started_at`).as('key'))
    .where('on24ClientId', '=', on24ClientId)
    .where(trigger === undefined ? ANY : sql<boolean>`trigger = ${trigger}`)
    .where(outcome === undefined ? ANY : sql<boolean>`outcome = ${outcome}`)
    .where(
      last === null ? ANY : sql<boolean>`(started_at, run_key) < (${timeAt(last[0])}, ${last[1]})`,
    )
    .orderBy('startedAt', 'desc')
    .orderBy('runKey', 'desc')
    .limit(limit + 1)
    .execute()
  return pageFrom(rows, limit, (row) => [row.key, row.runKey])
}

/** The newest first: the newest `limit` runs of an account, and those that are still under way. */
export async function newestAndUnfinishedRuns(
  store: Store,
  on24ClientId: string,
  limit: number,
): Promise<ListedRun[]> {
  const [{ items }, unfinished] = await Promise.all([
    listRunPage(store, on24ClientId, { limit }),
    runs(store)
      .where('on24ClientId', '=', on24ClientId)
      .where('finishedAt', 'is', null)
      .orderBy('startedAt', 'desc')
      .execute(),
  ])
  const newest = new Set(items.map(({ runKey }) => runKey))
  return [...items, ...unfinished.filter(({ runKey }) => !newest.has(runKey))]
}

/** Null if the account has no such run. */
export async function findListedRun(
  store: Store,
  on24ClientId: string,
  { workflowId, runId }: Pick<ListedRun, 'workflowId' | 'runId'>,
): Promise<ListedRun | null> {
  const found = await runs(store)
    .where('on24ClientId', '=', on24ClientId)
    .where('workflowId', '=', workflowId)
    .where('runId', '=', runId)
    .executeTakeFirst()
  return found ?? null
}

/** The latest run of each account. Accounts without a run are left out. */
export async function lastRuns(store: Store, on24ClientIds: readonly string[]) {
  return runs(store)
    .where(
      sql<boolean>`run_key in (
        select latest.run_key
        from unnest(${on24ClientIds}::text[]) as wanted (id)
        cross join lateral (
          select run_key from run where on24_client_id = wanted.id
          order by started_at desc, run_key desc limit 1
        ) as latest
      )`,
    )
    .execute()
}

/** The latest run that is neither a backfill nor a comparison. */
export async function lastSync(store: Store, on24ClientId: string): Promise<ListedRun | undefined> {
  return runs(store)
    .where('on24ClientId', '=', on24ClientId)
    .where('trigger', 'in', SYNC_TRIGGERS)
    .orderBy('startedAt', 'desc')
    .orderBy('runKey', 'desc')
    .limit(1)
    .executeTakeFirst()
}

function runs(store: Store) {
  return store.selectFrom('run').select([
    'runKey',
    'on24ClientId',
    'workflowId',
    'runId',
    'trigger',
    'windowFrom',
    'windowTo',
    'startedAt',
    'finishedAt',
    'outcome',
    'failure',
    'ledger',
    'webinarsRead',
    'webinarsOf',
    'callsOn24',
    'callsActOn',
    'dryRun',
    COMPARISON_OF_RUN.as('comparison'),
    CANCEL_ASKED_AT.as('cancelAskedAt'),
    // As text, because drivers return different types for a date.
    sql<string | null>`range_from::text`.as('rangeFrom'),
    sql<string | null>`range_to::text`.as('rangeTo'),
  ])
}

export interface WrittenByRun {
  /** Created and updated. */
  readonly contacts: number
  /** Its outcome is a good one: see `isGoodOutcome`. */
  readonly isGood: boolean
}

/** The latest `limit` finished runs of each account, oldest first. Dry runs write nothing and are left out. */
export async function writtenByRuns(
  store: Store,
  ids: readonly string[],
  limit: number,
): Promise<Map<string, WrittenByRun[]>> {
  const { rows } = await sql<{ id: string; outcome: RunOutcome; ledger: unknown }>`
    select wanted.id, latest.outcome, latest.ledger
    from unnest(${ids}::text[]) as wanted (id)
    cross join lateral (
      select outcome, ledger, started_at from run
      where on24_client_id = wanted.id and ledger is not null and not dry_run
      order by started_at desc limit ${limit}
    ) as latest
    order by wanted.id, latest.started_at
  `.execute(store)
  const byAccount = new Map<string, WrittenByRun[]>()
  for (const row of rows) {
    const { created, updated } = storedLedger(row)
    const isGood = isGoodOutcome(row.outcome)
    const runs = byAccount.get(row.id) ?? []
    byAccount.set(row.id, [...runs, { contacts: created + updated, isGood }])
  }
  return byAccount
}
