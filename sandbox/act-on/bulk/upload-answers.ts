/** Responses that creating and merging share. */
import type { Answer } from '../../http-server.ts'
import { json } from '../answers.ts'
import type { Job } from '../state/jobs.ts'

/** The upload was accepted; only its job shows whether the rows are. */
export function uploadAccepted(job: Job): Answer {
  return json({ status: 'success', message: 'Upload completed', jobId: String(job.jobId) })
}

export function notMultipart(): Answer {
  return { status: 415, contentType: 'text/plain', body: '' }
}

export function uploadTooLarge(): Answer {
  return { status: 413, contentType: 'text/plain', body: '' }
}
