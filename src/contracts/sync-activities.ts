/** What passes between the workflow `accountSync` and its activities: references and counts, no contacts. */
import type { Ledger, RunOutcome } from './run.ts'

export interface RunReference {
  readonly on24ClientId: string
  /** Names the run in the store, over its whole chain of continuations. */
  readonly runKey: string
}

export interface BeginRunInput extends RunReference {
  readonly workflowId: string
  readonly runId: string
  /** The slot that started the run, ISO 8601 UTC; null when it was started without a Schedule. */
  readonly nominalStartAt: string | null
}

export interface BegunRun {
  /** Somebody paused the account: nothing is to be done. */
  readonly paused: boolean
  readonly progress: RunProgress
}

export interface RunProgress {
  readonly webinarsToRead: number
  /** Webinars with rows to deliver now; 0 while Act-On is not to be called. */
  readonly webinarsToDeliver: number
}

export interface FinishRunInput extends RunReference {
  /** Why the run failed, in words for the operator; null when nothing did. */
  readonly failure: string | null
  readonly paused: boolean
  /** Discovery and the run's list of work are stored. Without them nobody knows what was to be read. */
  readonly isDiscovered: boolean
}

export interface FinishedRun {
  readonly outcome: RunOutcome
  readonly ledger: Ledger
}
