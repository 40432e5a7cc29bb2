/** What passes between the workflows of a run and their activities: references and counts, no contacts. */
import type { AccountStanding } from './account-state.ts'
import type { Ledger, RunOutcome } from './run.ts'

/** Runs of one kind exclude each other; runs of two kinds share only the account's webinars. */
export type RunKind = 'sync' | 'backfill'

export interface RunReference {
  readonly on24ClientId: string
  /** Names the run in the store, over its whole chain of continuations. */
  readonly runKey: string
  readonly kind: RunKind
}

export interface BeginRunInput extends RunReference {
  readonly workflowId: string
  readonly runId: string
  /** The slot that started the run, ISO 8601 UTC; null when it was started without a Schedule. */
  readonly nominalStartAt: string | null
}

export interface RunProgress {
  readonly webinarsToRead: number
  /** Webinars with rows to deliver now; 0 while Act-On is not to be called. */
  readonly webinarsToDeliver: number
  /** Somebody paused the account: the run is to stop. Whatever it did is stored. */
  readonly isPaused: boolean
  /** ON24 could not tell all that is new: it is asked again once nothing else is left to do. */
  readonly discoversAgain?: boolean
  /** Of a backfill: how far it is, in Markdown for the Temporal UI. */
  readonly details?: string
}

export interface FinishRunInput extends RunReference {
  /** Why the run failed, in words for the operator; null when nothing did. */
  readonly failure: string | null
  /** Why it ended early, though nothing failed: a pause, or Temporal's Cancel. */
  readonly stopped: 'paused' | 'cancelled' | null
}

export interface FinishedRun {
  readonly outcome: RunOutcome
  readonly ledger: Ledger
  /** Why it failed or is incomplete, and what to do: one line, without personal data. */
  readonly failure: string | null
  /** What waits in the account, and why: a line each, the first ones. */
  readonly problems: readonly string[]
  /** How soon the controller is to ask Act-On whether it takes calls or sign-ins again; null: not at all. */
  readonly probeInSeconds: number | null
  /** How the account stands after the run. */
  readonly standing: AccountStanding
}
