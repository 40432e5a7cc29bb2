/** What `accountBackfill` and its activities pass to each other: references and counts, no contacts. */
import type { BackfillRequest } from './operations.ts'
import type { RunProgress, RunReference } from './sync-activities.ts'

export interface AccountBackfillInput extends BackfillRequest {
  readonly on24ClientId: string
  /** Seconds after which a waiting backfill checks again whether it may continue. */
  readonly lookAgainSeconds: number
  /** Set only by the backfill itself, when it continues as new. */
  readonly continued?: { readonly runKey: string }
}

export interface PlanBackfillInput extends RunReference, BackfillRequest {
  readonly workflowId: string
  readonly runId: string
  readonly lookAgainSeconds: number
}

export interface BackfillProgress extends RunProgress {
  /** All webinars that the backfill reads, including those already read. */
  readonly webinars: number
  /** Webinars that were read and have rows for Act-On, whether or not it may be called now. */
  readonly undelivered: number
}
