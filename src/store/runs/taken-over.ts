/** Where the rows went that a run counts as waiting, and another run has taken over since: see rows/take-up.ts. */
import { sql } from 'kysely'
import type { ComparisonKind } from '../../contracts/comparison.ts'
import type { RunTrigger } from '../../contracts/run.ts'
import type { Store } from '../database.ts'
import { COMPARISON_OF_RUN } from '../verifications/verifications.ts'

export interface Taker {
  readonly workflowId: string
  readonly runId: string
  readonly trigger: RunTrigger
  readonly comparison: ComparisonKind | null
  readonly startedAt: Date
}

export interface TakenOver {
  readonly rows: number
  /** Empty if the store does not know any more, for example after 90 days. */
  readonly by: readonly Taker[]
}

interface RunThatLost {
  readonly runKey: string
  readonly on24ClientId: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

/** Null if no other run has taken over any. */
export async function takenOver(store: Store, run: RunThatLost): Promise<TakenOver | null> {
  const { rows } = await sql<{ rows: number }>`
    select coalesce(sum(left_pending), 0)::float8 as rows from run_webinar
    where run_key = ${run.runKey}
  `.execute(store)
  const count = rows[0]?.rows ?? 0
  if (count === 0) return null
  const owners = await runsThatHaveThem(store, run)
  return { rows: count, by: owners.length > 0 ? owners : await runsThatHadThem(store, run) }
}

/** The runs whose rows wait now in the same webinars. */
async function runsThatHaveThem(
  store: Store,
  { runKey, on24ClientId }: RunThatLost,
): Promise<Taker[]> {
  const { rows } = await sql<Taker>`
    select ${TAKER} from run
    where run_key in (
      select waiting_row.run_key from waiting_row join run_webinar using (event_id)
      where waiting_row.on24_client_id = ${on24ClientId} and waiting_row.state <> 'rejected'
        and run_webinar.run_key = ${runKey} and left_pending > 0
        and waiting_row.run_key <> ${runKey}
    )
    order by started_at
  `.execute(store)
  return rows
}

/** None waits any more: the runs that worked on these webinars at the same time, or else the next that did. */
async function runsThatHadThem(
  store: Store,
  { runKey, on24ClientId, startedAt, finishedAt }: RunThatLost,
): Promise<Taker[]> {
  const { rows } = await sql<Taker>`
    select ${TAKER} from run
    where on24_client_id = ${on24ClientId} and run_key <> ${runKey} and not dry_run
      and coalesce(finished_at >= ${startedAt.toISOString()}::timestamptz, true)
      and exists (
        select from run_webinar as theirs join run_webinar as ours using (event_id)
        where theirs.run_key = run.run_key and ours.run_key = ${runKey} and ours.left_pending > 0
          and (theirs.carried_over > 0 or theirs.read_state = 'read')
      )
    order by started_at limit ${MOST_TAKERS}
  `.execute(store)
  const atOnce = rows.filter((one) => finishedAt === null || one.startedAt <= finishedAt)
  return atOnce.length > 0 ? atOnce : rows.slice(0, 1)
}

const MOST_TAKERS = 5

const TAKER = sql`
  workflow_id, run_id, trigger, started_at, ${COMPARISON_OF_RUN} as comparison`
