/** Webinars and their registrations: what Act-On has, and which rows wait for it. */
import type { Generated } from 'kysely'
import type { RewriteReason } from '../../contracts/journal.ts'
import type { TroubleKind } from '../../contracts/trouble.ts'
import type { NullableTime, Time } from './column-types.ts'

export interface WebinarTable {
  on24ClientId: string
  eventId: string
  title: string | null
  contentType: string
  isTestEvent: boolean
  goodAfter: NullableTime
  liveStart: NullableTime
  liveEnd: NullableTime
  /** Newest registration, activity or attendance stamp, and ON24's own `lastupdated`. */
  latestActivityAt: NullableTime
  lastReadStartedAt: NullableTime
  /** People have attended, even if the event was moved into the future afterwards. */
  hasAttendees: Generated<boolean>
  /** Set while ON24 reports the event as inactive or gone. */
  unavailableSince: NullableTime
  /** When ON24 last reported this. Null: at `unavailable_since`. */
  unavailableSeenAt: NullableTime
  excluded: Generated<boolean>
  /** Found only by a backfill and not read yet: six-hourly runs leave it to the backfill. */
  onlyByBackfill: Generated<boolean>
  listId: string | null
  listName: string | null
  /** The time zone of the list, which never changes; before there is a list, that of the waiting rows, which may. */
  listTimeZone: string | null
  /** Set just before a list is created. If `list_id` is null then, the answer was lost. */
  listCreateStartedAt: NullableTime
}

/** An event that people's rows name and that no list shows: it is looked up by id. */
export interface EventToLookUpTable {
  on24ClientId: string
  eventId: string
  latestActivityAt: NullableTime
  hasAttendees: Generated<boolean>
  /** How often ON24 has not answered for it. */
  failedLooks: Generated<number>
}

/**
 * A registration whose row is in the list, or may be. Hashes, never values: of the content that Act-On last confirmed,
 * and of unanswered sends since then: where the row may be, and which cells it may have.
 */
export interface RegistrationTable {
  on24ClientId: string
  eventId: string
  registrantId: string
  addressHash: string
  registrationHash: string
  activityHash: string
  cellsMask: number
  attended: boolean
  /** Set when ON24 forgot the person while another registration still uses the row. */
  forgottenAt: NullableTime
  /** Null: nothing was ever confirmed, so the hashes of its cells are empty. */
  confirmedAt: NullableTime
  /** Writes and removals since the last confirmation that may have taken effect. */
  unansweredSends: Generated<number>
  /**
   * Another address where the row may be: an unanswered write may have put it there, or the registration that has this
   * earlier address now is still to be written over it.
   */
  sentAddressHash: string | null
  /** What such writes may have written. Null: nothing. */
  sentCellsMask: number | null
  sentAttended: boolean | null
  /** An operator decided that the row stays although ON24 reports this about the person. */
  keptDespite: 'forgotten' | 'cancelled' | 'sameAddress' | null
  /** The row is to be written again, whatever the hashes say: the list may not hold what they stand for. */
  rewriteReason: RewriteReason | null
}

/** A row that waits for Act-On, was rejected, or is held. One per registration, with its newest content. */
export interface WaitingRowTable {
  on24ClientId: string
  eventId: string
  registrantId: string
  action: 'upsert' | 'move' | 'remove'
  state: 'pending' | 'held' | 'rejected'
  /** The cells, and the headings to clear after the write; null for a removal. */
  sealed: string | null
  /** There are headings to clear: known without opening the row. */
  clears: Generated<boolean>
  addressHash: string
  registrationHash: string
  activityHash: string
  cellsMask: number
  attended: boolean
  /** The groups of cells that differ from what Act-On last confirmed: see contracts/journal.ts. */
  changed: Generated<number>
  /** The address at which Act-On last confirmed the row, if that is another one: for the journal. */
  earlierAddressHash: string | null
  /** Why a row is removed. */
  removalReason: 'forgotten' | 'cancelled' | 'sameAddress' | null
  rejectedField: string | null
  rejectedReason: string | null
  rejectedBy: 'mapping' | 'actOn' | null
  /** Act-On's own words about a rejected row. Sealed, because they may quote it. */
  sealedWords: string | null
  tries: Generated<number>
  /** The run in which Act-On last refused this content in a single write, with a code that may concern the row. */
  refusedInRun: string | null
  refusedReason: string | null
  /** An operator approved the removal: the guard does not hold it again. */
  removalDecided: Generated<boolean>
  /** A single write of it timed out: it is looked up, and sent in a merge. */
  timedOut: Generated<boolean>
  mergeJobId: string | null
  /** The run that counts this row. */
  runKey: string
  /** When the read that found it began; an older read never replaces a newer one. */
  readStartedAt: Time
  firstSeenAt: Time
  lastTriedAt: NullableTime
}

/** A bulk merge that was sent and is not settled. `job_id` is null while its answer is pending or if it was lost. */
export interface MergeJobTable {
  id: string
  on24ClientId: string
  eventId: string
  listId: string
  jobId: string | null
  startedAt: Time
  polls: Generated<number>
  /** No row had an unanswered earlier write, so the job's counts show what was created. */
  allSettled: Generated<boolean>
}

export interface RemovalReceiptTable {
  on24ClientId: string
  eventId: string
  registrantId: string
  rowsRemoved: number
  removedAt: Time
  note: string
}

/** Why rows of a webinar wait, or of the whole account if `event_id` is null: see troubles.ts. */
export interface TroubleTable {
  on24ClientId: string
  eventId: string | null
  kind: TroubleKind
  detail: string
  /** How many rows were dropped. Other rows are counted when troubles are read. */
  rows: Generated<number>
  since: Time
}

/** Kinds of trouble of which operators got the first notice, and not yet the one at the end. */
export interface ToldTroubleTable {
  on24ClientId: string
  kind: TroubleKind
  since: Time
}
