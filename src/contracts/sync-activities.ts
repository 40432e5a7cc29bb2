/** What a run's workflows and activities pass to each other: references and counts, no contacts. */
import type { AccountStanding } from './account-state.ts'
import type { Ledger, RunOutcome } from './run.ts'

/** One six-hourly run of an account works at a time; runs of other kinds share only the account's webinars with it. */
export type RunKind = 'sync' | 'backfill' | 'compare'

export interface RunReference {
  readonly on24ClientId: string
  /** Identifies the run in the store, across all its continuations as new. */
  readonly runKey: string
  readonly kind: RunKind
}

export interface BeginRunInput extends RunReference {
  readonly workflowId: string
  readonly runId: string
  /** The Schedule's slot that started the run, ISO 8601 UTC; null if no Schedule started it. */
  readonly nominalStartAt: string | null
  /** A run without work may be closed at once. An open run of an older release calls `finishRun` in any case. */
  readonly mayFinish?: boolean
}

export interface RunProgress {
  readonly webinarsToRead: number
  /** Webinars with rows to deliver now; 0 while Act-On must not be called. */
  readonly webinarsToDeliver: number
  /** The account was paused, so the run must stop. All that it did is stored. */
  readonly isPaused: boolean
  /** Discovery was incomplete: it is repeated when nothing else is left to do. */
  readonly discoversAgain?: boolean
  /** For a comparison: another one of the account is active, and nothing was done. */
  readonly isBehindAnother?: boolean
  /** For a backfill: its progress, in Markdown for the Temporal UI. */
  readonly details?: string
  /** Why the run began, and a link to its page, in Markdown for the Temporal UI. Left out if nothing is to be done. */
  readonly began?: string
  /** There was nothing to do, and the run is closed. */
  readonly finished?: FinishedRun
}

export interface FinishRunInput extends RunReference {
  /** Why the run failed, in words for the operator; null if nothing failed. */
  readonly failure: string | null
  /** Why the run ended early without a failure: a pause, or Temporal's Cancel. */
  readonly stopped: 'paused' | 'cancelled' | null
}

export interface FinishedRun {
  readonly outcome: RunOutcome
  readonly ledger: Ledger
  /** As in its progress. */
  readonly began?: string
  /** Why the run failed or is incomplete, and what to do: one line, without personal data. */
  readonly failure: string | null
  /** The account's first troubles, one line each. */
  readonly problems: readonly string[]
  /** Seconds until the controller probes whether Act-On accepts calls or sign-ins again; null: no probe. */
  readonly probeInSeconds: number | null
  /** The account's state after the run. */
  readonly standing: AccountStanding
  /** The account's controller knows all of it: the workflow does not signal it. */
  readonly tellsNothingNew?: boolean
}
