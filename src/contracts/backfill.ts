/** What passes between `accountBackfill` and its activities: references and counts, no contacts. */
import type { BackfillRequest } from './operations.ts'
import type { RunProgress, RunReference } from './sync-activities.ts'

export interface AccountBackfillInput extends BackfillRequest {
  readonly on24ClientId: string
  /** How soon a backfill that has to wait looks whether it may go on. */
  readonly lookAgainSeconds: number
  /** Only set by the backfill itself, when it continues as new. */
  readonly continued?: { readonly runKey: string }
}

export interface PlanBackfillInput extends RunReference, BackfillRequest {
  readonly workflowId: string
  readonly runId: string
  readonly lookAgainSeconds: number
}

export interface BackfillProgress extends RunProgress {
  /** All that are to be read, those that were included. */
  readonly webinars: number
  /** Webinars that were read and have rows for Act-On, whether it may be called now or not. */
  readonly undelivered: number
}
