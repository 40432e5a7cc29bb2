import { continueAsNew, workflowInfo } from '@temporalio/workflow'
import type { AccountBackfillInput } from '../src/contracts/backfill.ts'
import type { FinishedRun, RunReference } from '../src/contracts/sync-activities.ts'
import { callActivity } from './activities.ts'
import { runToItsEnd } from './finish-run.ts'
import { type Round, workInRounds } from './work-in-rounds.ts'

/**
 * Brings the webinars of a range of days to Act-On, beside the six-hourly runs: lists them, reads and delivers webinar
 * by webinar like a run, and closes with a ledger. It stays open and waits while the account is paused or Act-On must
 * not be called. All progress is in the store. A cancellation ends it with whatever it has done.
 */
export async function accountBackfill(input: AccountBackfillInput): Promise<FinishedRun> {
  const { on24ClientId, from, to, dryRun, lookAgainSeconds } = input
  const { workflowId, firstExecutionRunId } = workflowInfo()
  const run: RunReference = {
    on24ClientId,
    runKey: input.continued?.runKey ?? `${workflowId}/${firstExecutionRunId}`,
    kind: 'backfill',
  }
  const range = `${from}..${to}`
  const plan = async (summary: string): Promise<Round> => {
    const { runId } = workflowInfo()
    const asked = { ...run, from, to, dryRun, workflowId, runId, lookAgainSeconds }
    const progress = await callActivity('planBackfill', summary, asked)
    return { ...progress, left: progress.webinarsToRead + progress.undelivered }
  }
  return runToItsEnd({ ...run, isDry: dryRun }, async () => {
    await workInRounds({
      run,
      lookAgainSeconds,
      firstSummary: `listing the webinars of ${range}`,
      laterSummary: `checking what is left of ${range}`,
      range: ` of ${range}`,
      readWith: 'readWebinars',
      plan,
      continueAsNew: () =>
        continueAsNew<typeof accountBackfill>({ ...input, continued: { runKey: run.runKey } }),
    })
    return null
  })
}
