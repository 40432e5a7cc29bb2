/**
 * The tables as Kysely sees them. Personal data and credentials stand only in columns named `sealed`;
 * everything else may be read by anybody who can read the database.
 */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { AccountState } from '../contracts/account-state.ts'
import type { RunOutcome } from '../contracts/run.ts'
import type { NoticeTable } from './notice-table.ts'

type Time = ColumnType<Date, Date | string, Date | string>
type NullableTime = ColumnType<Date | null, Date | string | null, Date | string | null>
/** YYYY-MM-DD goes in; drivers disagree about what comes out, so it is selected as text. */
type Day = ColumnType<unknown, string | null, string | null>
type Json<T> = ColumnType<T, string, string>

export interface Database {
  account: AccountTable
  credential: CredentialTable
  sign_in: SignInTable
  webinar: WebinarTable
  registration: RegistrationTable
  waiting_row: WaitingRowTable
  merge_job: MergeJobTable
  removal_receipt: RemovalReceiptTable
  list_problem: ListProblemTable
  run: RunTable
  run_webinar: RunWebinarTable
  lease: LeaseTable
  pace: PaceTable
  call_count: CallCountTable
  service_key: ServiceKeyTable
  invitation: InvitationTable
  done_cookie: DoneCookieTable
  rate_limit: RateLimitTable
  audit_entry: AuditEntryTable
  notice: NoticeTable
  operator_session: OperatorSessionTable
}

export interface AccountTable {
  on24_client_id: string
  name: string
  region: 'na' | 'eu'
  act_on_region: 'na' | 'eu'
  /** IANA. New lists are made with it. */
  time_zone: string
  /** The operator chose the zone, so that linking does not take Act-On's. */
  time_zone_chosen: boolean
  /** The account's data key, wrapped by a key of the ring; null once it was destroyed. */
  wrapped_data_key: string | null
  act_on_account_id: string | null
  act_on_account_name: string | null
  linked_at: NullableTime
  cursor_at: NullableTime
  needs_relink_since: NullableTime
  needs_relink_reason: string | null
  quota_since: NullableTime
  /** While true runs only read: set by a quota answer, cleared by a probe that went through. */
  quota_blocked: Generated<boolean>
  failing_since: NullableTime
  failing_reason: string | null
  act_on_calls_per_day: number | null
  last_success_at: NullableTime
  created_at: Time
  /** Set when its removal was begun: from then on nothing is started for it, and the removal is finished. */
  closing_since: NullableTime
  /** Who began the removal, as the audit trail names them, and from where: whoever ends it records them. */
  closing_by: string | null
  closing_address: string | null
  /** The last call to ON24 whose only purpose was to keep the token pair alive. */
  on24_kept_at: NullableTime
  /** The `linked_at` for which controller, Schedule and first run were made; another link is to be started. */
  started_link_at: NullableTime
  /** As the flag of its Schedule, which is the truth, was last seen. */
  paused_since: NullableTime
  paused_reason: string | null
  /** One more with each change of the two above: whoever saw an older one does not overwrite a newer. */
  pause_version: Generated<number>
  /** The end of the latest pause. */
  resumed_at: NullableTime
  /** Set while operators have been told that it is late, or that it has many rejected rows. */
  late_since: NullableTime
  rejections_since: NullableTime
  /** What is shown of the account: computed by the database, so that lists can be filtered by it. */
  state: GeneratedAlways<AccountState>
  /** Null for `active`. */
  state_since: GeneratedAlways<Date | null>
  state_reason: GeneratedAlways<string | null>
  /** Since when a success is waited for; null while none is to be expected: paused, to be relinked, without quota. */
  quiet_since: GeneratedAlways<Date | null>
}

export interface CredentialTable {
  on24_client_id: string
  kind: 'on24' | 'actOn'
  sealed: string
  /** Keyed hash of the Act-On user name: token calls are serialised by it. Null for ON24. */
  user_key: string | null
  version: number
  updated_at: Time
}

/** Every token call, whatever its grant: Act-On may count them all. */
export interface SignInTable {
  user_key: string
  at: Time
  /** `page`: somebody typed the user name. They may use up only a part of the hour's sign-ins. */
  origin: Generated<'page' | 'sync'>
}

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
  /** Filled when the run ends; until then the ledger is computed from its webinars. */
  ledger: Json<unknown> | null
  /** Questions of the discovery whose answers are stored: a second attempt does not ask them again. */
  questions_answered: Generated<number>
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

export interface RunWebinarTable {
  run_key: string
  event_id: string
  read_state: 'toRead' | 'read' | 'skipped' | 'failed' | 'notRead'
  delivery_state: 'waiting' | 'open' | 'done'
  /** How often this run read it again because its list was gone. */
  refills: Generated<number>
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

export interface LeaseTable {
  name: string
  owner: string
  expires_at: Time
}

export interface PaceTable {
  key: string
  next_at: Time
}

export interface CallCountTable {
  key: string
  bucket_at: Time
  calls: number
}

/** A key of the whole service, wrapped by the ring: it outlives every account. */
export interface ServiceKeyTable {
  name: string
  wrapped: string
}

/** Only hashes of the tokens. One that was voided is deleted. */
export interface InvitationTable {
  token_hash: string
  on24_client_id: string
  /** `operator:<name>`, or `notice` for those that a notice carries. */
  made_by: string
  created_at: Time
  expires_at: Time
  opened_at: NullableTime
  used_at: NullableTime
  /** Of the form that used it up: the same form sent twice gets the same answer. */
  submission_hash: string | null
}

/** Whose `/link/done` a browser may see. */
export interface DoneCookieTable {
  cookie_hash: string
  on24_client_id: string
  expires_at: Time
}

/** A sign-in to the operators' pages. */
export interface OperatorSessionTable {
  cookie_hash: string
  /** As OPERATOR_TOKENS names them. */
  operator: string
  expires_at: Time
}

/** `key` names the limit and holds a keyed hash of whom it limits. */
export interface RateLimitTable {
  key: string
  hits: number
  resets_at: Time
}

/** Who did what to an account, and with what result. No secrets. Outlives the account. */
export interface AuditEntryTable {
  id: GeneratedAlways<string>
  on24_client_id: string
  at: Time
  /** `operator:<name>`, `invitation`, or `service`. */
  actor: string
  action:
    | 'registered'
    | 'changed'
    | 'invited'
    | 'opened'
    | 'submitted'
    | 'linked'
    | 'relinked'
    | 'unlinked'
    | 'paused'
    | 'resumed'
    | 'syncNow'
    | 'backfill'
    | 'excluded'
    | 'included'
  /** `ok`, or the reason as one word. */
  result: string
  /** What of the account: the id of a webinar, the range of a backfill, or the names of the fields that were changed. */
  about: string | null
  /** Of the client, as far as TRUST_PROXY tells; null when nobody called. */
  address: string | null
}
