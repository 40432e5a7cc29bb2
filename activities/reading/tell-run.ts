/**
 * Delivering begins with the first webinar that has been read: the activity that reads tells its run, which then starts
 * the one that delivers.
 */
import { activityInfo } from '@temporalio/activity'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import type { Service } from '../../src/service.ts'
import { deliverableNow } from '../run/run-progress.ts'

/** To be called after each read. Tells the run once, when there is something to deliver. */
export function createTellRun(context: Service, run: RunReference): () => Promise<void> {
  const { workflowExecution } = activityInfo()
  let isTold = false
  return async () => {
    if (isTold || workflowExecution === undefined) return
    if ((await deliverableNow(context, run)).length === 0) return
    isTold = true
    // Without the signal, delivering begins when this activity ends.
    await context.accountWork.tellOfRows(workflowExecution).catch(() => undefined)
  }
}
