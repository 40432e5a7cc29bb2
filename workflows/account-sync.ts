import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { continueAsNew, setCurrentDetails, workflowInfo } from '@temporalio/workflow'
import type { FinishedRun, RunProgress, RunReference } from '../src/contracts/sync-activities.ts'
import { callActivity } from './activities.ts'
import { runToItsEnd } from './finish-run.ts'
import { readAndDeliver } from './read-and-deliver.ts'
import { untilPaused } from './until-paused.ts'

export interface AccountSyncInput {
  readonly on24ClientId: string
  /** Set only by the run itself when it continues as new. */
  readonly continued?: { readonly runKey: string; readonly progress: RunProgress }
}

const SCHEDULED_START = defineSearchAttributeKey(
  'TemporalScheduledStartTime',
  SearchAttributeType.DATETIME,
)

/**
 * One run of one account, started by its Schedule every six hours: discovers what is new, then reads webinar by webinar
 * while it delivers what was read, and closes with a ledger. All progress is in the store, so the next attempt or the
 * next run continues wherever this one ends. Most runs find nothing new, and are one activity. A pause of the account ends it with the outcome `paused`; so does
 * Temporal's Cancel, which also closes the workflow as cancelled.
 */
export async function accountSync(input: AccountSyncInput): Promise<FinishedRun> {
  const { on24ClientId } = input
  const { workflowId, firstExecutionRunId } = workflowInfo()
  const run: RunReference = {
    on24ClientId,
    runKey: input.continued?.runKey ?? `${workflowId}/${firstExecutionRunId}`,
    kind: 'sync',
  }
  return runToItsEnd({ ...run, isDry: false }, async () => {
    let progress = input.continued?.progress ?? (await begin(run))
    for (;;) {
      if (progress.finished !== undefined) return progress.finished
      const left = progress.isPaused ? progress : await readAndDeliver(run, progress)
      if (left.isPaused) return 'paused'
      if (left.webinarsToRead > 0 || left.webinarsToDeliver > 0) {
        const continued = { runKey: run.runKey, progress: left }
        await continueAsNew<typeof accountSync>({ on24ClientId, continued })
      }
      if (left.discoversAgain !== true) return null
      progress = await begin(run)
    }
  })
}

/** Discovers what there is to do; a pause meanwhile leaves that unknown. */
async function begin(run: RunReference): Promise<RunProgress> {
  const { workflowId, runId } = workflowInfo()
  setCurrentDetails('Asking ON24 what is new.')
  const progress = await untilPaused(() =>
    callActivity('beginRun', 'discovering what is new in ON24', {
      ...run,
      workflowId,
      runId,
      nominalStartAt: nominalStart(),
      mayFinish: true,
    }),
  )
  return progress ?? { webinarsToRead: 0, webinarsToDeliver: 0, isPaused: true }
}

/** The slot, ISO 8601 UTC: the windows of all accounts end at the same time, however late their runs begin. */
function nominalStart(): string | null {
  const started = workflowInfo().typedSearchAttributes.get(SCHEDULED_START)
  return started?.toISOString() ?? null
}
