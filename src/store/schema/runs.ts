/** Runs, and what each one has to do and counted, webinar by webinar. */
import type { Generated } from 'kysely'
import type { AccountWide } from '../../contracts/trouble.ts'
import type { RunOutcome } from '../../contracts/run.ts'
import type { Day, Json, NullableTime, Time } from './column-types.ts'

export interface RunTable {
  runKey: string
  on24ClientId: string
  workflowId: string
  runId: string
  trigger: 'schedule' | 'sync' | 'link' | 'backfill' | 'compare'
  windowFrom: NullableTime
  windowTo: Time
  startedAt: Time
  finishedAt: NullableTime
  outcome: RunOutcome | null
  /** Why it failed or is incomplete, and what to do: one line for operators, without personal data. */
  failure: string | null
  /** Set once Act-On is not to be called any more in this run. */
  actOnStopped: AccountWide | null
  actOnStoppedAt: NullableTime
  /** Filled when the run ends; until then the ledger is computed from its webinars. */
  ledger: Json<unknown> | null
  /** All that ON24 was asked of this run's window is stored: then the cursor may move. */
  discoveredAt: NullableTime
  /** How often a question of the discovery found ON24 away. */
  discoveryOutages: Generated<number>
  /** Rows of ON24's account-level lists that could not be read and were passed over. */
  unreadableRows: Generated<number>
  webinarsRead: Generated<number>
  webinarsOf: Generated<number>
  callsOn24: Generated<number>
  callsActOn: Generated<number>
  /** Rows that waited longer than they may be kept and were dropped. */
  dropped: Generated<number>
  /** Of a backfill: Pacific days, both included. */
  rangeFrom: Day | null
  rangeTo: Day | null
  /** A backfill that only says what it would write. */
  dryRun: Generated<boolean>
}

/** A question of a run to one of ON24's paged lists. */
export interface ScanTable {
  runKey: string
  question: string
  endedAt: NullableTime
}

/** A page that was read of a list whose scan has not ended: what it said is stored, and this is how to go on. */
export interface ScanPageTable {
  runKey: string
  question: string
  /** In the order of reading, from 0. */
  number: number
  page: Json<unknown>
}

export interface RunWebinarTable {
  runKey: string
  eventId: string
  readState: 'toRead' | 'read' | 'skipped' | 'failed' | 'notRead'
  deliveryState: 'waiting' | 'open' | 'done'
  /** How often reading it failed in this run while ON24 answered otherwise. */
  failedReads: Generated<number>
  /** Why the last read of it failed, in words of our own; null once it was read. */
  readFailure: string | null
  /** How often this run read it again because its list was gone. */
  refills: Generated<number>
  /** What its list said in this run: `answered`, or how it refused, e.g. `403` or `400/10054`. Null: not tried. */
  listAnswer: string | null
  /** Attempts of this run to deliver it that got no usable answer, or met a fault of our own. */
  failedDeliveries: Generated<number>
  read: Generated<number>
  unchanged: Generated<number>
  filtered: Json<Record<string, number>>
  created: Generated<number>
  updated: Generated<number>
  removed: Generated<number>
  carriedOver: Generated<number>
  /** Rows of this run that another run took over while this one was at work: here they ended as they were. */
  leftPending: Generated<number>
  leftRejected: Generated<number>
}
