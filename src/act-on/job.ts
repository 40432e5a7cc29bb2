/**
 * Reads the state of an upload's job. Act-On reports it in prose, and documents neither what a failed job looks like
 * nor which key names the file of rejected rows: both are recognised by patterns.
 */
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { ActOnJobExpired, ActOnMergeRefused, ActOnRequestRefused } from './errors.ts'
import { listPath } from './paths.ts'
import { jobSchema } from './schemas.ts'
import type { JobCounts } from './schemas.ts'

export type JobState =
  | { readonly state: 'pending' }
  | { readonly state: 'running' }
  | {
      readonly state: 'done'
      /** A count that Act-On leaves out is 0, so that the sum shows that rows are missing. */
      readonly appendCount: number
      readonly updateCount: number
      readonly failedCount: number
      readonly rejectedCount: number
      /** For `readRejectedRows`; null if there is no such file or its name is not found. */
      readonly rejectedFile: string | null
    }
  | {
      readonly state: 'failed'
      readonly vendorWords: string
      /** False if Act-On refused the status request, maybe for another reason: the job may still be running. */
      readonly isSure: boolean
    }
  /** Act-On forgot the job, whether or not it succeeded. */
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
    // Without an Act-On error code, only the status request was refused: that says nothing about the job.
    const isAboutJob = error instanceof ActOnMergeRefused || error instanceof ActOnRequestRefused
    if (!isAboutJob || error.code === null) throw error
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

/** Digits alone are no file name: `rejectedCount` matches the keys too, and may be a string. */
function looksLikeFileName(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^[^\s"{}\p{Cc}\p{Cs}]{3,250}$/u.test(value) &&
    !/^\d+$/.test(value)
  )
}
