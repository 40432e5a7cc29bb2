/** How every run ends, whatever kind it is: its ledger, its outcome for the UI's search, and a word to the controller. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import {
  ActivityFailure,
  CancellationScope,
  isCancellation,
  upsertSearchAttributes,
} from '@temporalio/workflow'
import { SEARCH_ATTRIBUTES } from '../src/contracts/search-attributes.ts'
import type { FinishedRun, FinishRunInput, RunReference } from '../src/contracts/sync-activities.ts'
import { callActivity } from './activities.ts'
import { showEnd } from './run-details.ts'
import { tellController } from './tell-controller.ts'

const SYNC_OUTCOME = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.syncOutcome,
  SearchAttributeType.KEYWORD,
)

export interface RunToFinish extends RunReference {
  readonly isDry: boolean
}

/**
 * Does the run's work and then closes the run in the store, also when the work failed or the workflow was cancelled.
 * The workflow then ends as its work ended.
 * @param work resolves with `paused` when a pause of the account has ended it.
 */
export async function runToItsEnd(
  { isDry, ...run }: RunToFinish,
  work: () => Promise<'paused' | null>,
): Promise<FinishedRun> {
  let stopped: FinishRunInput['stopped'] = null
  let failure: ActivityFailure | null = null
  let cancellation: Error | null = null
  try {
    stopped = await work()
  } catch (error) {
    if (error instanceof Error && isCancellation(error)) {
      stopped = 'cancelled'
      cancellation = error
    } else if (error instanceof ActivityFailure) failure = error
    else throw error
  }
  const input = { ...run, stopped, failure: failure && reasonOf(failure) }
  const finished = await finishRun(input, isDry).catch((error: unknown) => {
    // A run that is cancelled because its account is being removed finds no ledger to close.
    throw cancellation ?? error
  })
  if (cancellation !== null) throw cancellation
  if (failure !== null) throw failure
  return finished
}

/** Not cancellable: a run that is cancelled closes in order, too. */
function finishRun(input: FinishRunInput, isDry: boolean): Promise<FinishedRun> {
  return CancellationScope.nonCancellable(async () => {
    const finished = await callActivity('finishRun', 'closing the ledger', input)
    showEnd(finished)
    upsertSearchAttributes([{ key: SYNC_OUTCOME, value: finished.outcome }])
    await tellController(input.on24ClientId, finished, isDry)
    return finished
  })
}

function reasonOf(failure: ActivityFailure): string {
  return failure.cause?.message ?? failure.message
}
