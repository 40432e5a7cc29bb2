/** Webinars and their registrations: what Act-On has of them, and what waits for it. */
import type { Generated } from 'kysely'
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
  /** Somebody attended, whenever the event is planned for now. */
  hasAttendees: Generated<boolean>
  /** Set while ON24 says that the event is inactive or gone. */
  unavailableSince: NullableTime
  /** When ON24 last said so. Null: at `unavailable_since`. */
  unavailableSeenAt: NullableTime
  excluded: Generated<boolean>
  /** Met by a backfill alone and not read yet: the six-hourly run leaves it to the backfill. */
  onlyByBackfill: Generated<boolean>
  listId: string | null
  listName: string | null
  /** The zone of the list's times, for good; before there is a list, of its waiting rows, which may change. */
  listTimeZone: string | null
  /** Set just before a list is created; a null `list_id` beside it means that the answer was lost. */
  listCreateStartedAt: NullableTime
}

/** An event that people's rows named and that no list showed: it is asked for by its id. */
export interface EventToLookUpTable {
  on24ClientId: string
  eventId: string
  latestActivityAt: NullableTime
  hasAttendees: Generated<boolean>
  /** Runs in which ON24 did not tell of it. */
  failedLooks: Generated<number>
}

/**
 * A registration whose row stands in the list, or may stand there. Hashes, never values: what Act-On last confirmed,
 * and of what was sent since without an answer where it may stand and which cells it may have.
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
  /** Set when ON24 forgot the person while another registration keeps the row alive. */
  forgottenAt: NullableTime
  /** Null: nothing was ever confirmed, so that the hashes of its cells are empty. */
  confirmedAt: NullableTime
  /** Writes and removals since the last confirmation that may have taken effect. */
  unansweredSends: Generated<number>
  /**
   * Where else the row may stand: an unanswered write may have put it there, or whoever has this earlier address now is
   * still to be written over it.
   */
  sentAddressHash: string | null
  sentCellsMask: Generated<number>
  sentAttended: Generated<boolean>
  /** An operator decided that the row stays although ON24 says this of the person. */
  keptDespite: 'forgotten' | 'cancelled' | 'sameAddress' | null
}

/** A row that waits for Act-On, was rejected, or is held back. One per registration: the newest content. */
export interface WaitingRowTable {
  on24ClientId: string
  eventId: string
  registrantId: string
  action: 'upsert' | 'move' | 'remove'
  state: 'pending' | 'held' | 'rejected'
  /** The cells, and the headings to clear afterwards; null for a removal. */
  sealed: string | null
  addressHash: string
  registrationHash: string
  activityHash: string
  cellsMask: number
  attended: boolean
  /** Why a row is removed. */
  removalReason: 'forgotten' | 'cancelled' | 'sameAddress' | null
  rejectedField: string | null
  rejectedReason: string | null
  rejectedBy: 'mapping' | 'actOn' | null
  /** Act-On's own words about a rejected row: they may quote it. */
  sealedWords: string | null
  tries: Generated<number>
  /** The run in which Act-On last refused this content singly, with a code that speaks of the row. */
  refusedInRun: string | null
  refusedReason: string | null
  /** An operator decided that the removal is made: the guard does not hold it again. */
  removalDecided: Generated<boolean>
  /** A single write of it took too long: it is looked up, and brought by a merge. */
  timedOut: Generated<boolean>
  mergeJobId: string | null
  /** The run that counts this row. */
  runKey: string
  /** When the read that found it began; an older read never replaces a newer one. */
  readStartedAt: Time
  firstSeenAt: Time
  lastTriedAt: NullableTime
}

/** A bulk merge that was sent and is not settled. `job_id` is null while its answer is awaited or was lost. */
export interface MergeJobTable {
  id: string
  on24ClientId: string
  eventId: string
  listId: string
  jobId: string | null
  startedAt: Time
  polls: Generated<number>
  /** Of no row an earlier write was unanswered: then the job's counts tell what was created. */
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

/** Why rows of a webinar wait, or of the whole account where `event_id` is null: see troubles.ts. */
export interface TroubleTable {
  on24ClientId: string
  eventId: string | null
  kind: TroubleKind
  detail: string
  /** Only where they cannot be counted any more: rows that were dropped. */
  rows: Generated<number>
  since: Time
}

/** Kinds of trouble that operators were told of, and not yet that they are over. */
export interface ToldTroubleTable {
  on24ClientId: string
  kind: TroubleKind
  since: Time
}
