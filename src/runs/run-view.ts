/** Runs as operators see them. The counts of all active runs are fetched together. */
import type { Run } from '../api/run.ts'
import { expectedEnd } from './backfill-progress.ts'
import { EMPTY_LEDGER, type Ledger } from '../contracts/run.ts'
import type { Store } from '../store/database.ts'
import type { ListedRun } from '../store/runs/run-list.ts'
import { countWorkOf, type WorkDone } from '../store/runs/run-progress.ts'
import { computeLedgers, storedLedger } from '../store/runs/ledger.ts'

/** In the order given. */
export async function viewRuns(
  store: Store,
  runs: readonly ListedRun[],
  now: Date,
): Promise<Run[]> {
  const counts = await countsOf(store, runs)
  return runs.map((run) => viewOf(run, counts, now))
}

export async function viewRun(store: Store, run: ListedRun, now: Date): Promise<Run> {
  const counts = await countsOf(store, [run])
  return viewOf(run, counts, now)
}

interface Counts {
  readonly ledgers: ReadonlyMap<string, Ledger>
  readonly work: ReadonlyMap<string, WorkDone>
}

/** Of the runs that are not closed: the others have them stored. */
async function countsOf(store: Store, runs: readonly ListedRun[]): Promise<Counts> {
  const atWork = runs.filter((run) => run.ledger === null).map((run) => run.runKey)
  const [ledgers, work] = await Promise.all([
    computeLedgers(store, atWork),
    countWorkOf(store, atWork),
  ])
  return { ledgers, work }
}

function viewOf(run: ListedRun, { ledgers, work }: Counts, now: Date): Run {
  const { read, finished, delivered, toDeliver } = work.get(run.runKey) ?? NOTHING_DONE
  const isFinished = run.ledger !== null
  return {
    workflowId: run.workflowId,
    runId: run.runId,
    trigger: run.trigger,
    comparison: run.comparison,
    windowFrom: run.windowFrom?.toISOString() ?? null,
    windowTo: run.windowTo.toISOString(),
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    outcome: run.outcome,
    failure: run.failure,
    dryRun: run.dryRun,
    webinars: { read: isFinished ? run.webinarsRead : read, of: run.webinarsOf },
    delivery: isFinished || run.dryRun ? null : { done: delivered, of: toDeliver },
    ledger: isFinished ? storedLedger(run) : (ledgers.get(run.runKey) ?? EMPTY_LEDGER),
    calls: { on24: run.callsOn24, actOn: run.callsActOn },
    backfill: viewBackfill(run, finished, now),
  }
}

const NOTHING_DONE: WorkDone = { read: 0, finished: 0, delivered: 0, toDeliver: 0 }

function viewBackfill(run: ListedRun, finished: number, now: Date): Run['backfill'] {
  const { rangeFrom: from, rangeTo: to, dryRun } = run
  if (from === null || to === null) return null
  const isOver = run.finishedAt !== null
  const end = isOver ? null : expectedEnd(run.startedAt, finished, run.webinarsOf, now)
  return {
    ...{ from, to, dryRun },
    expectedEndAt: end?.toISOString() ?? null,
    cancelAskedAt: run.cancelAskedAt?.toISOString() ?? null,
  }
}
