/** Ends runs of both kinds: closes the ledger, sets the outcome's search attribute, and signals the controller. */
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
import { reasonOf, showEnd } from './run-details.ts'
import { signalController } from './signal-controller.ts'

const SYNC_OUTCOME = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.syncOutcome,
  SearchAttributeType.KEYWORD,
)

export interface RunToFinish extends RunReference {
  readonly isDry: boolean
}

/**
 * Does the run's work and then closes the run in the store, even if the work failed or the workflow was cancelled. The
 * workflow then ends as its work did.
 * @param work resolves with `paused` if a pause of the account has ended it.
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
    // If the run was cancelled because its account is being removed, there may be no ledger left to close.
    throw cancellation ?? error
  })
  if (cancellation !== null) throw cancellation
  if (failure !== null) throw failure
  return finished
}

/** Not cancellable: a cancelled run must also be closed properly. */
function finishRun(input: FinishRunInput, isDry: boolean): Promise<FinishedRun> {
  return CancellationScope.nonCancellable(async () => {
    const finished = await callActivity('finishRun', 'closing the ledger', input)
    showEnd(finished)
    upsertSearchAttributes([{ key: SYNC_OUTCOME, value: finished.outcome }])
    if (finished.tellsNothingNew !== true) {
      await signalController(input.on24ClientId, finished, isDry)
    }
    return finished
  })
}
