/** Calls the activities of one run in the order of the workflows, without Temporal. */
import { ApplicationFailure } from '@temporalio/common'
import type { Activities } from '../../../activities/index.ts'
import type { Ledger, RunOutcome } from '../../../src/contracts/run.ts'
import type {
  FinishedRun,
  RunProgress,
  RunReference,
} from '../../../src/contracts/sync-activities.ts'
import type { CallActivity, OnRetry } from './retry-activities.ts'

export interface EndedRun {
  readonly runKey: string
  readonly outcome: RunOutcome
  readonly ledger: Ledger
  /** The failures that Temporal would have retried, in order. */
  readonly retried: readonly ApplicationFailure[]
  /** The failure that would have ended the run in Temporal; null if there was none. */
  readonly failure: ApplicationFailure | null
}

/** A run's first activity. */
export type Begin = (
  ids: RunReference & { readonly workflowId: string; readonly runId: string },
  onRetry: OnRetry,
) => Promise<RunProgress>

/** Follows the order of the workflows of all kinds of runs, with one activity at a time. */
export async function runToItsEnd(
  activities: Activities,
  call: CallActivity,
  run: RunReference,
  begin: Begin,
  onRetry: OnRetry,
): Promise<Pick<EndedRun, 'outcome' | 'ledger' | 'failure'>> {
  const readWith = run.kind === 'compare' ? activities.compareWebinars : activities.readWebinars
  let isPaused = false
  let failure: ApplicationFailure | null = null
  let finished: FinishedRun | undefined
  try {
    let progress = await begin({ ...run, workflowId: run.runKey, runId: run.runKey }, onRetry)
    const hasWork = () => progress.webinarsToRead > 0 || progress.webinarsToDeliver > 0
    for (;;) {
      finished = progress.finished
      if (finished !== undefined) break
      const { discoversAgain = false } = progress
      while (!progress.isPaused && hasWork()) {
        if (progress.webinarsToRead > 0) {
          progress = await call(readWith, run, onRetry)
        }
        if (!progress.isPaused && progress.webinarsToDeliver > 0) {
          progress = await call(activities.deliverWebinars, run, onRetry)
        }
      }
      if (progress.isPaused || !discoversAgain) break
      progress = await begin({ ...run, workflowId: run.runKey, runId: run.runKey }, onRetry)
    }
    isPaused = progress.isPaused
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error
    failure = error
  }
  finished ??= await call(
    activities.finishRun,
    {
      ...run,
      stopped: isPaused ? 'paused' : null,
      failure: failure?.message ?? null,
    },
    onRetry,
  )
  return { ...finished, failure }
}
