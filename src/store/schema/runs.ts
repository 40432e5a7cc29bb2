/** Runs, and what each one has to do and counted, webinar by webinar. */
import type { Generated } from 'kysely'
import type { AccountWide } from '../../contracts/trouble.ts'
import type { RunOutcome } from '../../contracts/run.ts'
import type { Day, Json, NullableTime, Time } from './column-types.ts'

export interface RunTable {
  run_key: string
  on24_client_id: string
  workflow_id: string
  run_id: string
  trigger: 'schedule' | 'sync' | 'link' | 'backfill' | 'compare'
  window_from: NullableTime
  window_to: Time
  started_at: Time
  finished_at: NullableTime
  outcome: RunOutcome | null
  /** Why it failed or is incomplete, and what to do: one line for operators, without personal data. */
  failure: string | null
  /** Set once Act-On is not to be called any more in this run. */
  act_on_stopped: AccountWide | null
  act_on_stopped_at: NullableTime
  /** Filled when the run ends; until then the ledger is computed from its webinars. */
  ledger: Json<unknown> | null
  /** All that ON24 was asked of this run's window is stored: then the cursor may move. */
  discovered_at: NullableTime
  /** How often a question of the discovery found ON24 away. */
  discovery_outages: Generated<number>
  /** Rows of ON24's account-level lists that could not be read and were passed over. */
  unreadable_rows: Generated<number>
  webinars_read: Generated<number>
  webinars_of: Generated<number>
  calls_on24: Generated<number>
  calls_act_on: Generated<number>
  /** Rows that waited longer than they may be kept and were dropped. */
  dropped: Generated<number>
  /** Of a backfill: Pacific days, both included. */
  range_from: Day | null
  range_to: Day | null
  /** A backfill that only says what it would write. */
  dry_run: Generated<boolean>
}

/** A question of a run to one of ON24's paged lists. */
export interface ScanTable {
  run_key: string
  question: string
  ended_at: NullableTime
}

/** A page that was read of a list whose scan has not ended: what it said is stored, and this is how to go on. */
export interface ScanPageTable {
  run_key: string
  question: string
  /** In the order of reading, from 0. */
  number: number
  page: Json<unknown>
}

export interface RunWebinarTable {
  run_key: string
  event_id: string
  read_state: 'toRead' | 'read' | 'skipped' | 'failed' | 'notRead'
  delivery_state: 'waiting' | 'open' | 'done'
  /** How often reading it failed in this run while ON24 answered otherwise. */
  failed_reads: Generated<number>
  /** Why the last read of it failed, in words of our own; null once it was read. */
  read_failure: string | null
  /** How often this run read it again because its list was gone. */
  refills: Generated<number>
  /** What its list said in this run: `answered`, or how it refused, e.g. `403` or `400/10054`. Null: not tried. */
  list_answer: string | null
  /** Attempts of this run to deliver it that got no usable answer, or met a fault of our own. */
  failed_deliveries: Generated<number>
  read: Generated<number>
  unchanged: Generated<number>
  filtered: Json<Record<string, number>>
  created: Generated<number>
  updated: Generated<number>
  removed: Generated<number>
  carried_over: Generated<number>
  /** Rows of this run that another run took over while this one was at work: here they ended as they were. */
  left_pending: Generated<number>
  left_rejected: Generated<number>
}
