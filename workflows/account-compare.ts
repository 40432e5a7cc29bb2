import { continueAsNew, workflowInfo } from '@temporalio/workflow'
import type { AccountCompareInput } from '../src/contracts/comparison.ts'
import type { FinishedRun, RunReference } from '../src/contracts/sync-activities.ts'
import { callActivity } from './activities.ts'
import { runToItsEnd } from './finish-run.ts'
import { type Round, workInRounds } from './work-in-rounds.ts'

/**
 * Compares the account's lists in Act-On with ON24, webinar by webinar, and stores what it finds. If it is to, it also
 * writes what ON24 has changed, and repairs what it finds. It waits like a backfill.
 */
export async function accountCompare(input: AccountCompareInput): Promise<FinishedRun> {
  const { on24ClientId, repair, writes, lookAgainSeconds } = input
  const { workflowId, firstExecutionRunId } = workflowInfo()
  const run: RunReference = {
    on24ClientId,
    runKey: input.continued?.runKey ?? `${workflowId}/${firstExecutionRunId}`,
    kind: 'compare',
  }
  const plan = async (summary: string): Promise<Round> => {
    const { runId } = workflowInfo()
    const asked = { ...run, repair, writes, workflowId, runId, lookAgainSeconds }
    const progress = await callActivity('planComparison', summary, asked)
    return { ...progress, left: progress.uncompared + progress.undelivered }
  }
  return runToItsEnd({ ...run, isDry: !writes }, async () => {
    await workInRounds({
      run,
      lookAgainSeconds,
      firstSummary: 'listing the webinars to compare',
      laterSummary: 'checking what is left to compare',
      range: '',
      readWith: 'compareWebinars',
      plan,
      continueAsNew: () =>
        continueAsNew<typeof accountCompare>({ ...input, continued: { runKey: run.runKey } }),
    })
    return null
  })
}
