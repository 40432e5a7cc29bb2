import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import {
  ActivityFailure,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { RunOutcome } from '../src/contracts/run.ts'
import { SEARCH_ATTRIBUTES } from '../src/contracts/search-attributes.ts'
import type { FinishedRun, RunProgress, RunReference } from '../src/contracts/sync-activities.ts'
import { controllerId } from '../src/contracts/temporal-names.ts'
import { bookkeeping, vendorWork } from './activity-proxies.ts'
import { runEnded } from './messages.ts'
import { readAndDeliver } from './read-and-deliver.ts'

export interface AccountSyncInput {
  readonly on24ClientId: string
  /** Only set by the run itself, when it continues as new. */
  readonly continued?: { readonly runKey: string; readonly progress: RunProgress }
}

const SCHEDULED_START = defineSearchAttributeKey(
  'TemporalScheduledStartTime',
  SearchAttributeType.DATETIME,
)

const SYNC_OUTCOME = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.syncOutcome,
  SearchAttributeType.KEYWORD,
)

/**
 * One run of one account, started by its Schedule every six hours: discovers what is new, then reads webinar
 * by webinar while what was read is delivered, and closes with a ledger. All progress is in the store, so a
 * run that ends anywhere is gone on with by its next attempt or by the next run.
 */
export async function accountSync(input: AccountSyncInput): Promise<FinishedRun> {
  const { on24ClientId } = input
  const { workflowId, runId, firstExecutionRunId } = workflowInfo()
  const run: RunReference = {
    on24ClientId,
    runKey: input.continued?.runKey ?? `${workflowId}/${firstExecutionRunId}`,
    kind: 'sync',
  }
  let paused = false
  let isDiscovered = input.continued !== undefined
  let failure: ActivityFailure | null = null
  try {
    let progress = input.continued?.progress
    if (progress === undefined) {
      progress = await vendorWork('discovering what is new in ON24').beginRun({
        ...run,
        workflowId,
        runId,
        nominalStartAt: nominalStart(),
      })
      paused = progress.isPaused
      isDiscovered = true
    }
    const left = await readAndDeliver(run, progress)
    if (left.webinarsToRead > 0 || left.webinarsToDeliver > 0) {
      const continued = { runKey: run.runKey, progress: left }
      await continueAsNew<typeof accountSync>({ on24ClientId, continued })
    }
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
    failure = error
  }

  const finished = await bookkeeping('closing the ledger').finishRun({
    ...run,
    stopped: paused ? 'paused' : null,
    isDiscovered,
    failure: failure === null ? null : reasonOf(failure),
  })
  await tell(on24ClientId, finished.outcome)
  if (failure !== null) throw failure
  return finished
}

/** The slot, ISO 8601 UTC: all accounts are cut at the same time, however late their run begins. */
function nominalStart(): string | null {
  const started = workflowInfo().typedSearchAttributes.get(SCHEDULED_START)
  return started?.toISOString() ?? null
}

function reasonOf(failure: ActivityFailure): string {
  return failure.cause?.message ?? failure.message
}

/** The outcome goes to the UI's search, and to the controller if it has to wait for Act-On. */
async function tell(on24ClientId: string, outcome: RunOutcome): Promise<void> {
  upsertSearchAttributes([{ key: SYNC_OUTCOME, value: outcome }])
  if (outcome !== 'waitingForQuota') return
  try {
    await getExternalWorkflowHandle(controllerId(on24ClientId)).signal(runEnded, { outcome })
  } catch {
    // Without a controller the next slot's run tells it again.
    log.warn('The controller could not be told that the account waits for quota', { on24ClientId })
  }
}
