/** Webinars and their registrations: what Act-On has of them, and what waits for it. */
import type { Generated } from 'kysely'
import type { TroubleKind } from '../../contracts/trouble.ts'
import type { NullableTime, Time } from './column-types.ts'

export interface WebinarTable {
  on24_client_id: string
  event_id: string
  title: string | null
  content_type: string
  is_test_event: boolean
  good_after: NullableTime
  live_start: NullableTime
  live_end: NullableTime
  /** Newest registration, activity or attendance stamp, and ON24's own `lastupdated`. */
  latest_activity_at: NullableTime
  last_read_started_at: NullableTime
  /** Somebody attended, whenever the event is planned for now. */
  has_attendees: Generated<boolean>
  /** Set while ON24 says that the event is inactive or gone. */
  unavailable_since: NullableTime
  /** When ON24 last said so. Null: at `unavailable_since`. */
  unavailable_seen_at: NullableTime
  excluded: Generated<boolean>
  /** Met by a backfill alone and not read yet: the six-hourly run leaves it to the backfill. */
  only_by_backfill: Generated<boolean>
  list_id: string | null
  list_name: string | null
  /** The zone of the list's times, for good; before there is a list, of its waiting rows, which may change. */
  list_time_zone: string | null
  /** Set just before a list is created; a null `list_id` beside it means that the answer was lost. */
  list_create_started_at: NullableTime
}

/** An event that people's rows named and that no list showed: it is asked for by its id. */
export interface EventToLookUpTable {
  on24_client_id: string
  event_id: string
  latest_activity_at: NullableTime
  has_attendees: Generated<boolean>
  /** Runs in which ON24 did not tell of it. */
  failed_looks: Generated<number>
}

/**
 * A registration whose row stands in the list, or may stand there. Hashes, never values: what Act-On last confirmed,
 * and of what was sent since without an answer where it may stand and which cells it may have.
 */
export interface RegistrationTable {
  on24_client_id: string
  event_id: string
  registrant_id: string
  address_hash: string
  registration_hash: string
  activity_hash: string
  cells_mask: number
  attended: boolean
  /** Set when ON24 forgot the person while another registration keeps the row alive. */
  forgotten_at: NullableTime
  /** Null: nothing was ever confirmed, so that the hashes of its cells are empty. */
  confirmed_at: NullableTime
  /** Writes and removals since the last confirmation that may have taken effect. */
  unanswered_sends: Generated<number>
  /**
   * Where else the row may stand: an unanswered write may have put it there, or whoever has this earlier address now is
   * still to be written over it.
   */
  sent_address_hash: string | null
  sent_cells_mask: Generated<number>
  sent_attended: Generated<boolean>
  /** An operator decided that the row stays although ON24 says this of the person. */
  kept_despite: 'forgotten' | 'cancelled' | 'sameAddress' | null
}

/** A row that waits for Act-On, was rejected, or is held back. One per registration: the newest content. */
export interface WaitingRowTable {
  on24_client_id: string
  event_id: string
  registrant_id: string
  action: 'upsert' | 'move' | 'remove'
  state: 'pending' | 'held' | 'rejected'
  /** The cells, and the headings to clear afterwards; null for a removal. */
  sealed: string | null
  address_hash: string
  registration_hash: string
  activity_hash: string
  cells_mask: number
  attended: boolean
  /** Why a row is removed. */
  removal_reason: 'forgotten' | 'cancelled' | 'sameAddress' | null
  rejected_field: string | null
  rejected_reason: string | null
  rejected_by: 'mapping' | 'actOn' | null
  /** Act-On's own words about a rejected row: they may quote it. */
  sealed_words: string | null
  tries: Generated<number>
  /** The run in which Act-On last refused this content singly, with a code that speaks of the row. */
  refused_in_run: string | null
  refused_reason: string | null
  /** An operator decided that the removal is made: the guard does not hold it again. */
  removal_decided: Generated<boolean>
  /** A single write of it took too long: it is looked up, and brought by a merge. */
  timed_out: Generated<boolean>
  merge_job_id: string | null
  /** The run that counts this row. */
  run_key: string
  /** When the read that found it began; an older read never replaces a newer one. */
  read_started_at: Time
  first_seen_at: Time
  last_tried_at: NullableTime
}

/** A bulk merge that was sent and is not settled. `job_id` is null while its answer is awaited or was lost. */
export interface MergeJobTable {
  id: string
  on24_client_id: string
  event_id: string
  list_id: string
  job_id: string | null
  started_at: Time
  polls: Generated<number>
  /** Of no row an earlier write was unanswered: then the job's counts tell what was created. */
  all_settled: Generated<boolean>
}

export interface RemovalReceiptTable {
  on24_client_id: string
  event_id: string
  registrant_id: string
  rows_removed: number
  removed_at: Time
  note: string
}

/** Why rows of a webinar wait, or of the whole account where `event_id` is null: see troubles.ts. */
export interface TroubleTable {
  on24_client_id: string
  event_id: string | null
  kind: TroubleKind
  detail: string
  /** Only where they cannot be counted any more: rows that were dropped. */
  rows: Generated<number>
  since: Time
}

/** Kinds of trouble that operators were told of, and not yet that they are over. */
export interface ToldTroubleTable {
  on24_client_id: string
  kind: TroubleKind
  since: Time
}
