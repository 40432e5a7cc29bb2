/** What operators ask of an account's controller, and what it answers. Times are ISO 8601 in UTC. */
import type { AccountStanding } from './account-state.ts'
import type { RunOutcome } from './run.ts'

/** Days of the Pacific time zone, YYYY-MM-DD, both included. */
export interface BackfillRange {
  readonly from: string
  readonly to: string
}

export interface BackfillRequest extends BackfillRange {
  /** Only say what would be written. */
  readonly dryRun: boolean
}

/** `followSchedule`: somebody may have paused or unpaused the Schedule by hand. */
export type ControllerTask =
  | { readonly signal: 'pause'; readonly reason: string | null }
  | { readonly signal: 'resume' }
  | { readonly signal: 'syncNow' }
  | ({ readonly signal: 'backfill' } & BackfillRequest)
  | { readonly signal: 'followSchedule' }

/** What operators ask for, and what is therefore carried out once. */
export type Operation = Exclude<ControllerTask, { readonly signal: 'followSchedule' }>

/** A pause or a resume. */
export type PauseOrResume = Extract<ControllerTask, { readonly signal: 'pause' | 'resume' }>

export interface StoreOperationInput {
  readonly on24ClientId: string
  readonly operation: Operation
  /** Id of the entry of the audit trail, if the request came over HTTP; without it a new one is written. */
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
  /** As it was stored; null for what is not stored. */
  readonly auditId: string | null
}

/** The same for a signal, however often its controller is reset or replayed. */
export interface SentAs {
  /** Of the controller's chain: the run id that it was started with. */
  readonly firstRunId: string
  /** Of the signal among all that the chain has had, from 1. */
  readonly place: number
}

/**
 * `unchanged`: it was so already, or was asked for before. `overtaken`: a later pause or resume was carried out
 * before it.
 */
export type OperationResult = 'done' | 'unchanged' | 'refused' | 'overtaken'

export interface Operated {
  readonly result: OperationResult
  /** A sentence for operators. */
  readonly detail: string
  readonly standing: AccountStanding
}

/** Whether Act-On takes the account's calls again, as far as can be told. */
export interface ProbeAnswer {
  readonly goesOn: boolean
  /** How soon it is to be asked next; null: as usual. */
  readonly probeInSeconds: number | null
  readonly standing: AccountStanding
}

export interface LinkKept {
  /** The link is to be looked after again. */
  readonly againInSeconds: number
  /** Left out for an account that is not registered any more. */
  readonly standing?: AccountStanding
}

/** A signal and what became of it. */
export interface SignalNote {
  /** As it was called; a name that is not known is shown, too. */
  readonly signal: string
  readonly at: string
  readonly result: 'waiting' | OperationResult
  readonly detail: string
}

/** What a run tells its account's controller at its end. */
export interface RunEnded {
  readonly workflowId: string
  readonly outcome: RunOutcome
  /** Contacts that Act-On confirmed in this run, and those that still wait. */
  readonly written: number
  readonly pending: number
  /** What waits in the account, and why: a line each. */
  readonly problems: readonly string[]
  /** How soon Act-On is to be asked whether it takes calls or sign-ins again; null: not at all. */
  readonly probeInSeconds: number | null
  readonly standing: AccountStanding
}

/** Answer of the controller's query `status`. */
export interface AccountStatus extends AccountStanding {
  readonly lastRun:
    (Omit<RunEnded, 'standing' | 'probeInSeconds' | 'problems'> & { readonly at: string }) | null
  /** What waits in the account, and why, as its last run left it. */
  readonly problems: readonly string[]
  /** When Act-On is asked next whether it takes calls or sign-ins again; null while nothing waits for it. */
  readonly nextProbeAt: string | null
  /** The latest ones, newest first. */
  readonly signals: readonly SignalNote[]
}
