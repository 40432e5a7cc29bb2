/**
 * How far an upload's job is. Act-On tells it in prose, and documents neither a failed job nor the key that
 * holds the name of the rejected rows' file: both are recognised by what they look like.
 */
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { ActOnJobExpired, ActOnMergeRefused, ActOnRequestRefused } from './errors.ts'
import { listPath } from './paths.ts'
import { jobSchema } from './schemas.ts'
import type { JobCounts } from './schemas.ts'

export type JobState =
  | { readonly state: 'pending' | 'running' }
  | {
      readonly state: 'done'
      /** A count that Act-On leaves out is 0, so that the sum shows that something is missing. */
      readonly appendCount: number
      readonly updateCount: number
      readonly failedCount: number
      readonly rejectedCount: number
      /** For `readRejectedRows`; null when there is none or it cannot be found. */
      readonly rejectedFile: string | null
    }
  | {
      readonly state: 'failed'
      readonly vendorWords: string
      /** False when the look at the job was refused, which may be for another reason: it may still be at work. */
      readonly isSure: boolean
    }
  /** Says nothing about whether the job did its work. */
  | { readonly state: 'expired' }

/** Act-On REST API, GET /api/1/list/{jobid}/status. */
export async function readJob(
  api: ActOnApi,
  jobId: string,
  options: CallOptions,
): Promise<JobState> {
  const request = { endpoint: 'job', method: 'GET', path: listPath(jobId, 'status') } as const
  try {
    return stateOf(await api.read(request, jobSchema, options))
  } catch (error) {
    if (error instanceof ActOnJobExpired) return { state: 'expired' }
    // Without a code of Act-On itself somebody refused to look: that says nothing about the job.
    const saysOfJob = error instanceof ActOnMergeRefused || error instanceof ActOnRequestRefused
    if (!saysOfJob || error.code === null) throw error
    return { state: 'failed', vendorWords: error.vendorWords, isSure: false }
  }
}

function stateOf(job: ReturnType<typeof jobSchema.parse>): JobState {
  const details = job.details ?? job.jobDetails ?? null
  const words = [job.status, job.message, details?.status].filter(Boolean).join(' ')
  if (/fail|error|abort|cancel|invalid/i.test(words)) {
    return { state: 'failed', vendorWords: words, isSure: true }
  }
  if (/pending|queued|waiting/i.test(words)) return { state: 'pending' }
  if (!/^(success|ok|complete|done|finished)/i.test(job.status ?? '')) return { state: 'running' }
  return {
    state: 'done',
    appendCount: details?.appendCount ?? 0,
    updateCount: details?.updateCount ?? 0,
    failedCount: details?.failedCount ?? 0,
    rejectedCount: details?.rejectedCount ?? 0,
    rejectedFile: rejectedFileIn(job) ?? rejectedFileIn(details) ?? rejectedFileIn(job.jobDetails),
  }
}

function rejectedFileIn(place: Readonly<Record<string, unknown>> | JobCounts | null | undefined) {
  const found = Object.entries(place ?? {}).find(
    ([key, value]) => /reject|file/i.test(key) && looksLikeFileName(value),
  )
  return typeof found?.[1] === 'string' ? found[1] : null
}

/** Counts may come as strings too, under `rejectedCount`. */
function looksLikeFileName(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^[^\s"{}\p{Cc}\p{Cs}]{3,250}$/u.test(value) &&
    !/^\d+$/.test(value)
  )
}
