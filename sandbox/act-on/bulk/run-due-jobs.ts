/**
 * Runs jobs when they are due. Nothing runs in the background: each call of the account runs its due jobs first, so a
 * job that was started before a restart continues after it.
 */
import type { ActOnContext } from '../context.ts'
import { createRandom } from '../../random.ts'
import { drawMs } from '../../span.ts'
import { inTransaction } from '../state/database.ts'
import type { Job } from '../state/jobs.ts'
import { runJob } from './run-job.ts'

export function runDueJobs(context: ActOnContext, accountId: string): void {
  for (const job of context.jobs.open(accountId)) {
    if (isDue(context, job)) {
      inTransaction(context.database, () => context.jobs.end(job, runJob(context, job)))
    }
  }
}

function isDue({ knobs }: ActOnContext, job: Job): boolean {
  const elapsedMs = Date.now() - job.startedRealMs
  const polledEnough = job.polls > knobs.jobPendingPolls + knobs.jobRunningPolls
  const minMs = drawMs(knobs.jobMinMs, createRandom(`job:${job.jobId}`))
  return (polledEnough && elapsedMs >= minMs) || elapsedMs >= knobs.jobUnpolledMs
}
