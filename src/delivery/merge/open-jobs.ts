/** Settles merge jobs that an earlier delivery of the webinar left open, before anything else is delivered. */
import {
  dropMergeJob,
  type MergeJob,
  mergeJobsOf,
  releaseJobRows,
} from '../../store/rows/send-in-merge.ts'
import type { Delivery } from '../delivery.ts'
import { ListColumns } from '../list/columns-in-act-on.ts'
import { settleMergeJob } from './settle-merge-job.ts'

/** A job that has been "running" for a day will not do anything any more. */
const STUCK_JOB_OVER_MINUTES = 24 * 60

/** True while a job that is stuck, or whose id is lost, may still be writing to the list. */
export async function settleOpenJobs(delivery: Delivery): Promise<boolean> {
  const { store, on24ClientId, eventId } = delivery
  let open = false
  for (const job of await mergeJobsOf(store, on24ClientId, eventId)) {
    if (!(await isOver(delivery, job))) {
      await releaseJobRows(store, job.id)
      open = true
    }
  }
  return open
}

/** Settles a job that can be followed. For a lost or stuck job, only says whether it is certainly over. */
async function isOver(delivery: Delivery, job: MergeJob): Promise<boolean> {
  const { store, actOn, signal, now, timing } = delivery
  const ageMinutes = (now().getTime() - job.startedAt.getTime()) / 60_000
  if (job.jobId !== null && ageMinutes < timing.jobStuckMinutes) {
    const columns = new ListColumns(delivery, { listId: job.listId, justMade: false })
    const missing = await settleMergeJob(delivery, columns, {
      ...job,
      acceptedAt: performance.now(),
    })
    if (missing.size === 0) delivery.findings.answered = true
    return true
  }
  const isAtWork =
    job.jobId === null
      ? ageMinutes < timing.lostJobMinutes
      : ageMinutes < STUCK_JOB_OVER_MINUTES &&
        ['pending', 'running'].includes((await actOn.readJob(job.jobId, { signal })).state)
  if (!isAtWork) await dropMergeJob(store, job.id)
  return !isAtWork
}
