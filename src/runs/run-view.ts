/** Runs as operators see them. What those that are at work have counted so far is asked for together. */
import type { Run } from '../api-contract/run.ts'
import { expectedEnd } from '../backfill/progress.ts'
import { EMPTY_LEDGER } from '../contracts/run.ts'
import type { Store } from '../store/database.ts'
import type { ListedRun } from '../store/run-list.ts'
import { countWorkOf } from '../store/run-work.ts'
import { computeLedgers, storedLedger } from './ledger.ts'

/** In the order given. */
export async function viewRuns(
  store: Store,
  runs: readonly ListedRun[],
  now: Date,
): Promise<Run[]> {
  const atWork = runs.filter((run) => run.ledger === null).map((run) => run.run_key)
  const [ledgers, work] = await Promise.all([
    computeLedgers(store, atWork),
    countWorkOf(store, atWork),
  ])
  return runs.map((run) => {
    const { read, finished } = work.get(run.run_key) ?? { read: 0, finished: 0 }
    const isFinished = run.ledger !== null
    return {
      workflowId: run.workflow_id,
      runId: run.run_id,
      trigger: run.trigger,
      windowFrom: run.window_from?.toISOString() ?? null,
      windowTo: run.window_to.toISOString(),
      startedAt: run.started_at.toISOString(),
      finishedAt: run.finished_at?.toISOString() ?? null,
      outcome: run.outcome,
      failure: run.failure,
      dryRun: run.dry_run,
      webinars: { read: isFinished ? run.webinars_read : read, of: run.webinars_of },
      ledger: isFinished ? storedLedger(run) : (ledgers.get(run.run_key) ?? EMPTY_LEDGER),
      calls: { on24: run.calls_on24, actOn: run.calls_act_on },
      backfill: viewBackfill(run, finished, now),
    }
  })
}

function viewBackfill(run: ListedRun, finished: number, now: Date): Run['backfill'] {
  const { range_from: from, range_to: to, dry_run: dryRun } = run
  if (from === null || to === null) return null
  const isOver = run.finished_at !== null
  const end = isOver ? null : expectedEnd(run.started_at, finished, run.webinars_of, now)
  return { from, to, dryRun, expectedEndAt: end?.toISOString() ?? null }
}
