import {
  ActivityFailure,
  condition,
  continueAsNew,
  log,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { AccountBackfillInput, BackfillProgress } from '../src/contracts/backfill.ts'
import type { FinishedRun, RunReference } from '../src/contracts/sync-activities.ts'
import { callActivity } from './activities.ts'
import { runToItsEnd } from './finish-run.ts'
import { resumeWork } from './messages.ts'
import { readAndDeliver } from './read-and-deliver.ts'
import { untilPaused } from './until-paused.ts'

/**
 * Brings the webinars of a range of days to Act-On, beside the six-hourly runs: lists them, reads and delivers webinar
 * by webinar like a run, and closes with a ledger. It stays open and waits while the account is paused or Act-On must
 * not be called. All progress is in the store. A cancellation ends it with whatever it has done.
 */
export async function accountBackfill(input: AccountBackfillInput): Promise<FinishedRun> {
  const { workflowId, firstExecutionRunId } = workflowInfo()
  const run: RunReference = {
    on24ClientId: input.on24ClientId,
    runKey: input.continued?.runKey ?? `${workflowId}/${firstExecutionRunId}`,
    kind: 'backfill',
  }
  return runToItsEnd({ ...run, isDry: input.dryRun }, async () => {
    await processRange(run, input)
    return null
  })
}

async function processRange(run: RunReference, input: AccountBackfillInput): Promise<void> {
  const range = `${input.from}..${input.to}`
  let isResumed = false
  setHandler(resumeWork, () => {
    isResumed = true
  })
  const waitFor = async (what: string) => {
    setCurrentDetails(`Waits ${what}.\n\n${howFar}`)
    await condition(() => isResumed, `${String(input.lookAgainSeconds)}s`)
  }

  let howFar = ''
  let left = Number.POSITIVE_INFINITY
  let leftAtOutage: number | null = null
  let summary = `listing the webinars of ${range}`
  for (;;) {
    isResumed = false
    setCurrentDetails(`Now ${summary}.\n\n${howFar}`)
    try {
      const progress = await plan(run, input, summary)
      howFar = progress?.details ?? howFar
      summary = `checking what is left of ${range}`
      if (progress === null || progress.isPaused) {
        await waitFor('for the account to be resumed')
      } else {
        left = progress.webinarsToRead + progress.undelivered
        if (left === 0) return
        const words = { inAll: progress.webinars, range: ` of ${range}` }
        if (hasWork(progress)) await readAndDeliver(run, progress, words)
        else await waitFor('until Act-On may be called again')
      }
    } catch (error) {
      // A vendor's outage of hours ends a backfill only if there was no progress since the previous outage.
      if (!isOutage(error) || (leftAtOutage !== null && left >= leftAtOutage)) throw error
      leftAtOutage = left
      log.warn('A vendor is unavailable; the backfill waits', { on24ClientId: run.on24ClientId })
      await waitFor('for a vendor that is unavailable')
    }
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof accountBackfill>({ ...input, continued: { runKey: run.runKey } })
    }
  }
}

/** Null if the account was paused meanwhile. */
async function plan(
  run: RunReference,
  { from, to, dryRun, lookAgainSeconds }: AccountBackfillInput,
  summary: string,
): Promise<BackfillProgress | null> {
  const { workflowId, runId } = workflowInfo()
  const range = { from, to, dryRun }
  return untilPaused(() =>
    callActivity('planBackfill', summary, {
      ...{ ...run, ...range, workflowId, runId, lookAgainSeconds },
    }),
  )
}

function hasWork({ webinarsToRead, webinarsToDeliver }: BackfillProgress): boolean {
  return webinarsToRead > 0 || webinarsToDeliver > 0
}

/** Temporal has retried the activity until its time limit. */
function isOutage(error: unknown): boolean {
  return error instanceof ActivityFailure && error.retryState === 'TIMEOUT'
}
