/**
 * Works jobs off when their time has come. Nothing runs in the background: each call of the account
 * settles what is due first, so a job started before a restart goes on after it.
 */
import type { ActOnContext } from '../context.ts'
import { inTransaction } from '../state/database.ts'
import type { Job } from '../state/jobs.ts'
import { workOff } from './work-off.ts'

export function settleDueJobs(context: ActOnContext, accountId: string): void {
  for (const job of context.jobs.open(accountId)) {
    if (isDue(context, job)) {
      inTransaction(context.database, () => context.jobs.end(job, workOff(context, job)))
    }
  }
}

function isDue({ knobs }: ActOnContext, job: Job): boolean {
  const elapsedMs = Date.now() - job.startedRealMs
  const polledEnough = job.polls > knobs.jobPendingPolls + knobs.jobRunningPolls
  return (polledEnough && elapsedMs >= knobs.jobMinMs) || elapsedMs >= knobs.jobUnpolledMs
}
