/** What a comparison of an account's lists in Act-On with ON24 does, between its workflow and its activities. */
import type { RunProgress, RunReference } from './sync-activities.ts'

/** `weeklyComparison`: it writes what ON24 has changed, and only reports the rest. */
export const COMPARISON_KINDS = ['verify', 'repair', 'weeklyComparison'] as const
export type ComparisonKind = (typeof COMPARISON_KINDS)[number]

export interface ComparisonMode {
  /** Restores missing rows and edited cells, and removes rows that should not be there. */
  readonly repair: boolean
  /** Writes what ON24 has changed. A repair always does; a verification without repair writes nothing. */
  readonly writes: boolean
}

export interface AccountCompareInput extends ComparisonMode {
  readonly on24ClientId: string
  /** How often a waiting comparison checks whether it may continue. */
  readonly lookAgainSeconds: number
  /** Set only by the comparison itself when it continues as new. */
  readonly continued?: { readonly runKey: string }
}

export interface PlanComparisonInput extends RunReference, ComparisonMode {
  readonly workflowId: string
  readonly runId: string
  readonly lookAgainSeconds: number
}

export interface ComparisonProgress extends RunProgress {
  /** Webinars of the comparison in all. */
  readonly webinars: number
  /** Webinars that are still to be compared, whether or not Act-On may be called now. */
  readonly uncompared: number
  /** Webinars with rows to deliver, whether or not they may be delivered now. */
  readonly undelivered: number
}
