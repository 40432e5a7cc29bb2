/** Runs, and for each webinar what a run has to do and has counted. */
import type { Generated } from 'kysely'
import type { AccountWide } from '../../contracts/trouble.ts'
import type { ReadState, RunOutcome } from '../../contracts/run.ts'
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
  /** Set once this run has stopped calling Act-On. */
  actOnStopped: AccountWide | null
  actOnStoppedAt: NullableTime
  /** Set when the run is closed; until then the ledger is computed from its webinars. */
  ledger: Json<unknown> | null
  /** When all answers of ON24 about this run's window were stored. Then the cursor may move. */
  discoveredAt: NullableTime
  /** How many questions of the discovery ON24 did not answer. */
  discoveryOutages: Generated<number>
  /** Rows of ON24's account-level lists that could not be read and were skipped. */
  unreadableRows: Generated<number>
  webinarsRead: Generated<number>
  webinarsOf: Generated<number>
  callsOn24: Generated<number>
  callsActOn: Generated<number>
  /** Rows that waited longer than they may be kept and were dropped. */
  dropped: Generated<number>
  /** For a backfill: Pacific days, both included. */
  rangeFrom: Day | null
  rangeTo: Day | null
  /** A backfill that only counts what it would write. */
  dryRun: Generated<boolean>
}

/** A question of a run to one of ON24's paged lists. */
export interface ScanTable {
  runKey: string
  question: string
  endedAt: NullableTime
}

/** A page that a scan has read. Its content is already stored; these marks say how to continue until the scan ends. */
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
  readState: ReadState
  deliveryState: 'waiting' | 'open' | 'done'
  /** How often reading it failed in this run while ON24 answered other calls. */
  failedReads: Generated<number>
  /** Why its last read failed, in our own words; null once it was read. */
  readFailure: string | null
  /** How often this run has put it back on its work list, because its rows could not be sent as they were. */
  refills: Generated<number>
  /** The answer of its list in this run: see list-answers.ts. Null: not tried. */
  listAnswer: string | null
  /** Attempts of this run to deliver it that got no usable answer, or failed by a fault of our own. */
  failedDeliveries: Generated<number>
  read: Generated<number>
  unchanged: Generated<number>
  filtered: Json<Record<string, number>>
  created: Generated<number>
  updated: Generated<number>
  removed: Generated<number>
  carriedOver: Generated<number>
  /** Rows of this run that another run has taken up, counted by the state they had then. */
  leftPending: Generated<number>
  leftRejected: Generated<number>
}
