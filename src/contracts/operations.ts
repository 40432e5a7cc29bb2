/** The operations that operators request from an account's controller, and its answers. Times are ISO 8601 in UTC. */
import type { AccountStanding } from './account-state.ts'
import type { RunOutcome } from './run.ts'

/** Days in Pacific Time, YYYY-MM-DD, both included. */
export interface BackfillRange {
  readonly from: string
  readonly to: string
}

export interface BackfillRequest extends BackfillRange {
  /** Only report what would be written. */
  readonly dryRun: boolean
}

/** `followSchedule`: the Schedule may have been paused or unpaused by hand. */
export type ControllerTask =
  | { readonly signal: 'pause'; readonly reason: string | null }
  | { readonly signal: 'resume' }
  | { readonly signal: 'syncNow' }
  | ({ readonly signal: 'backfill' } & BackfillRequest)
  | { readonly signal: 'followSchedule' }

/** The operations that operators request. Each request is carried out once. */
export type Operation = Exclude<ControllerTask, { readonly signal: 'followSchedule' }>

export type PauseOrResume = Extract<ControllerTask, { readonly signal: 'pause' | 'resume' }>

export interface StoreOperationInput {
  readonly on24ClientId: string
  readonly operation: Operation
  /** Id of the audit trail's entry if the request came over HTTP; if null, a new entry is written. */
  readonly auditId: string | null
  readonly sentAs: SentAs
}

export interface StoredAs {
  /** Null for an account that is not linked. */
  readonly auditId: string | null
}

export interface OperateInput {
  readonly on24ClientId: string
  readonly operation: ControllerTask
  /** The id under which the operation was stored; null if it is not stored. */
  readonly auditId: string | null
}

/** Identifies a signal. Stays the same however often its controller is reset or replayed. */
export interface SentAs {
  /** The first run id of the controller's chain of runs. */
  readonly firstRunId: string
  /** The signal's number among all signals of the chain, from 1. */
  readonly place: number
}

/**
 * `unchanged`: already in effect, or already requested. `overtaken`: a later pause or resume was carried out before it.
 */
export type OperationResult = 'done' | 'unchanged' | 'refused' | 'overtaken'

export interface Operated {
  readonly result: OperationResult
  /** A sentence for operators. */
  readonly detail: string
  readonly standing: AccountStanding
  /** Seconds until a probe whether Act-On accepts calls or sign-ins again; null: no probe. Absent before 0.3.0. */
  readonly probeInSeconds?: number | null
}

/** Whether Act-On seems to accept the account's calls again. */
export interface ProbeAnswer {
  readonly goesOn: boolean
  /** Seconds until the next probe; null: the usual interval. */
  readonly probeInSeconds: number | null
  readonly standing: AccountStanding
}

export interface LinkKept {
  /** Seconds until the next check of the link. */
  readonly againInSeconds: number
  /** Absent, as is the next, for an account that is no longer registered. */
  readonly standing?: AccountStanding
  /** The customer's present name beside the account's id, in Markdown for the Temporal UI. */
  readonly called?: string
  /** Seconds until a probe whether Act-On accepts calls or sign-ins again; null: no probe. Absent before 0.3.0. */
  readonly probeInSeconds?: number | null
}

/** A signal and its result. */
export interface SignalNote {
  /** The name as sent, even if it is unknown. */
  readonly signal: string
  readonly at: string
  readonly result: 'waiting' | OperationResult
  readonly detail: string
}

/** What a run reports to its account's controller at its end. */
export interface RunEnded {
  readonly workflowId: string
  readonly outcome: RunOutcome
  /** Contacts that Act-On confirmed in this run; `pending` counts those that still wait. */
  readonly written: number
  readonly pending: number
  /** The account's troubles, one line each. */
  readonly problems: readonly string[]
  /** Seconds until a probe whether Act-On accepts calls or sign-ins again; null: no probe. */
  readonly probeInSeconds: number | null
  readonly standing: AccountStanding
}

/** The answer to the controller's query `status`. */
export interface AccountStatus extends AccountStanding {
  readonly lastRun:
    (Omit<RunEnded, 'standing' | 'probeInSeconds' | 'problems'> & { readonly at: string }) | null
  /** The account's troubles after its last run, one line each. */
  readonly problems: readonly string[]
  /** Time of the next probe whether Act-On accepts calls or sign-ins again; null while nothing waits for it. */
  readonly nextProbeAt: string | null
  /** The latest signals, newest first. */
  readonly signals: readonly SignalNote[]
}
