/** A run as operators see it: times ISO 8601 in UTC, and counts only. */
import type { Ledger, RunTrigger } from '../contracts/run.ts'
import type { Store } from '../store/database.ts'
import { countWebinars } from '../store/run-webinars.ts'
import type { Run } from '../store/runs.ts'
import { computeLedger, storedLedger } from './ledger.ts'

export interface RunView {
  readonly workflowId: string
  readonly runId: string
  readonly trigger: RunTrigger
  /** Null when the account's cursor stood nowhere yet. */
  readonly windowFrom: string | null
  readonly windowTo: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly outcome: string | null
  readonly webinars: { readonly read: number; readonly of: number }
  /** Of a run that is at work: what it has counted so far. */
  readonly ledger: Ledger
  readonly calls: { readonly on24: number; readonly actOn: number }
}

export async function viewRun(store: Store, run: Run): Promise<RunView> {
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
    webinars: {
      read: isFinished ? run.webinars_read : await countWebinars(store, run.run_key, ['read']),
      of: run.webinars_of,
    },
    ledger: isFinished ? storedLedger(run) : await computeLedger(store, run.run_key),
    calls: { on24: run.calls_on24, actOn: run.calls_act_on },
  }
}
