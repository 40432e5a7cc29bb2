/** The end of every run: its ledger, its outcome for the UI's search, and a word to the controller. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { CancellationScope, upsertSearchAttributes } from '@temporalio/workflow'
import { SEARCH_ATTRIBUTES } from '../src/contracts/search-attributes.ts'
import type { FinishedRun, FinishRunInput } from '../src/contracts/sync-activities.ts'
import { bookkeeping } from './activity-proxies.ts'
import { showEnd } from './run-details.ts'
import { tellController } from './tell-controller.ts'

const SYNC_OUTCOME = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.syncOutcome,
  SearchAttributeType.KEYWORD,
)

/** Also of a run that is cancelled: it closes in order. */
export function finishRun(input: FinishRunInput, isDry = false): Promise<FinishedRun> {
  return CancellationScope.nonCancellable(async () => {
    const finished = await bookkeeping('closing the ledger').finishRun(input)
    showEnd(finished)
    upsertSearchAttributes([{ key: SYNC_OUTCOME, value: finished.outcome }])
    await tellController(input.on24ClientId, finished, isDry)
    return finished
  })
}
