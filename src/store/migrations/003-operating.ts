import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const IS_LINKED = 'closing_since is null and linked_at is not null'

/** What is shown of an account, each beneath the one before: state, since when, why. */
const STATES = [
  ['closing_since is not null', 'unlinked', 'closing_since', `'The account is being removed.'`],
  ['linked_at is null', 'unlinked', 'created_at', 'null'],
  ['paused_since is not null', 'paused', 'paused_since', 'paused_reason'],
  ['needs_relink_since is not null', 'needsRelink', 'needs_relink_since', 'needs_relink_reason'],
  [
    'quota_since is not null',
    'waitingForQuota',
    'quota_since',
    `'Act-On takes no more calls for now, or our own calls of the day are used up.'`,
  ],
  ['failing_since is not null', 'failing', 'failing_since', 'failing_reason'],
] as const

const firstThatHolds = (valueOf: (state: (typeof STATES)[number]) => string, otherwise: string) =>
  `case ${STATES.map((state) => `when ${state[0]} then ${valueOf(state)}`).join(' ')} else ${otherwise} end`

const STATEMENTS = [
  `alter table account add paused_since timestamptz`,
  `alter table account add paused_reason text`,
  `alter table account add pause_version integer not null default 0`,
  `alter table account add resumed_at timestamptz`,
  `alter table account add late_since timestamptz`,
  `alter table account add rejections_since timestamptz`,
  `alter table account add state text not null generated always as
    (${firstThatHolds(([, state]) => `'${state}'`, `'active'`)}) stored`,
  `alter table account add state_since timestamptz generated always as
    (${firstThatHolds(([, , since]) => since, 'null')}) stored`,
  `alter table account add state_reason text generated always as
    (${firstThatHolds(([, , , reason]) => reason, 'null')}) stored`,
  `alter table account add quiet_since timestamptz generated always as (
    case when ${IS_LINKED} and paused_since is null and needs_relink_since is null and quota_since is null
    then greatest(last_success_at, linked_at, resumed_at) end
  ) stored`,
  `alter table webinar add only_by_backfill boolean not null default false`,
  `create index waiting_row_rejected on waiting_row (on24_client_id, event_id, registrant_id)
    where state = 'rejected'`,
  `alter table run add range_from date`,
  `alter table run add range_to date`,
  `alter table run add dry_run boolean not null default false`,
  `create index run_unfinished on run (on24_client_id) where finished_at is null`,
  `alter table run_webinar add left_pending integer not null default 0`,
  `alter table run_webinar add left_rejected integer not null default 0`,
  `alter table notice add ends text`,
  `alter table audit_entry add about text`,
  `alter table notice add seq bigint generated always as identity`,
  `alter table notice add tried_at timestamptz`,
  `create index notice_by_account on notice (on24_client_id, seq)`,
  `create table operator_session (
    cookie_hash text primary key,
    operator text not null,
    expires_at timestamptz not null
  )`,
]
