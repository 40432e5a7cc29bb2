/** Webinars and their registrations: what Act-On has of them, and what waits for it. */
import type { Generated } from 'kysely'
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
  /** Set while ON24 says that the event is inactive or gone. */
  unavailable_since: NullableTime
  /** When ON24 last said so. Null: at `unavailable_since`. */
  unavailable_seen_at: NullableTime
  excluded: Generated<boolean>
  /** Met by a backfill alone and not read yet: the six-hourly run leaves it to the backfill. */
  only_by_backfill: Generated<boolean>
  list_id: string | null
  list_name: string | null
  /** The zone that the list's times are written in, for good. */
  list_time_zone: string | null
  /** Set just before a list is created; a null `list_id` beside it means that the answer was lost. */
  list_create_started_at: NullableTime
}

/** An event that people's rows named and that no list showed: it is asked for by its id. */
export interface EventToLookUpTable {
  on24_client_id: string
  event_id: string
  latest_activity_at: NullableTime
}

/** What Act-On last confirmed for one registration. Hashes, never values. */
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
  confirmed_at: Time
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
}

export interface RemovalReceiptTable {
  on24_client_id: string
  event_id: string
  registrant_id: string
  rows_removed: number
  removed_at: Time
  note: string
}

export interface ListProblemTable {
  on24_client_id: string
  event_id: string
  kind: 'columnMissing' | 'keyColumnMissing' | 'listRefused' | 'clearIgnored' | 'removalsHeld'
  detail: string
  first_seen_at: Time
  last_seen_at: Time
}
