/** Ends runs of all kinds: closes the ledger, sets the outcome's search attribute, and signals the controller. */
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
 * @param work resolves with `paused` if a pause of the account has ended it, and with the end if it has closed the run.
 */
export async function runToItsEnd(
  { isDry, ...run }: RunToFinish,
  work: () => Promise<'paused' | FinishedRun | null>,
): Promise<FinishedRun> {
  let end: FinishedRun | null = null
  let stopped: FinishRunInput['stopped'] = null
  let failure: ActivityFailure | null = null
  let cancellation: Error | null = null
  try {
    const worked = await work()
    if (worked === 'paused') stopped = worked
    else end = worked
  } catch (error) {
    if (error instanceof Error && isCancellation(error)) {
      stopped = 'cancelled'
      cancellation = error
    } else if (error instanceof ActivityFailure) failure = error
    else throw error
  }
  const finished = await finish(run, isDry, async () => {
    if (end !== null) return end
    const input = { ...run, stopped, failure: failure && reasonOf(failure) }
    return callActivity('finishRun', 'closing the ledger', input)
  }).catch((error: unknown) => {
    // If the run was cancelled because its account is being removed, there may be no ledger left to close.
    throw cancellation ?? error
  })
  if (cancellation !== null) throw cancellation
  if (failure !== null) throw failure
  return finished
}

/** Not cancellable: a cancelled run must also be closed properly. */
function finish(
  { on24ClientId }: RunReference,
  isDry: boolean,
  close: () => Promise<FinishedRun>,
): Promise<FinishedRun> {
  return CancellationScope.nonCancellable(async () => {
    const finished = await close()
    showEnd(finished)
    upsertSearchAttributes([{ key: SYNC_OUTCOME, value: finished.outcome }])
    if (finished.tellsNothingNew !== true) await signalController(on24ClientId, finished, isDry)
    return finished
  })
}
