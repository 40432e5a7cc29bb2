/** `GET /api/1/list/{jobid}/status`: prose while the job waits, then counts, also as JSON within JSON. */
import type { Answer } from '../../http-server.ts'
import type { ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, expiredJob, json } from '../answers.ts'
import { runDueJobs } from '../bulk/run-due-jobs.ts'
import type { ActOnContext } from '../context.ts'
import type { Job } from '../state/jobs.ts'

export const readJobStatus: ApiEndpoint = {
  name: 'jobStatus',
  method: 'GET',
  path: '/api/1/list/:jobId/status',
  handle: ({ context, accountId, at, param }) => {
    const asked = context.jobs.find(accountId, param('jobId'))
    if (asked === null || at - asked.createdAt >= context.knobs.jobLifetimeMs) return expiredJob()
    context.jobs.countPoll(asked)
    runDueJobs(context, accountId)
    return statusOf(context, context.jobs.find(accountId, param('jobId')) ?? asked)
  },
}

function statusOf(context: ActOnContext, job: Job): Answer {
  const { knobs } = context
  if (job.polls <= knobs.jobPendingPolls) return json({ status: 'The job is pending' })
  const stillRuns = job.polls <= knobs.jobPendingPolls + knobs.jobRunningPolls
  if (stillRuns || job.state === 'open' || job.state === 'stuck') {
    return json({ status: 'The job is running' })
  }
  if (job.state === 'failed' || job.counts === null) return failure(context)
  const asShown = (count: number) => (knobs.jobCountsAsText ? String(count) : count)
  const { listId, appendCount, updateCount, failedCount, rejectedCount } = job.counts
  const named = knobs.rejectFile === 'named' && job.rejectsName !== null
  const details = {
    status: 'ok',
    listId,
    appendCount: asShown(appendCount),
    updateCount: asShown(updateCount),
    failedCount: asShown(failedCount),
    rejectedCount: asShown(rejectedCount),
    ...(named ? { [knobs.rejectFileKey]: job.rejectsName } : {}),
  }
  return json({ status: 'success', jobDetails: JSON.stringify(details), details })
}

/** No document shows a failed job, so each of these shapes is a guess. */
function failure({ knobs }: ActOnContext): Answer {
  const words = 'The job failed'
  switch (knobs.failedJobShape) {
    case 'statusFailure':
      return json({ status: 'failure', message: words })
    case 'detailsError': {
      const details = { status: 'error', message: words }
      return json({ status: 'success', jobDetails: JSON.stringify(details), details })
    }
    case 'prose':
      return json({ status: words })
    case 'api400':
      return apiErrorOfUnknownCode(words)
  }
}
