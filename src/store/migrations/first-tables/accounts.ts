/** Accounts with their states, credentials, notices and audit trail. */

const IS_LINKED = 'removal_since is null and linked_at is not null'

/** The states of an account: condition, state, since when, why. The first condition that holds counts. */
const STATES = [
  ['removal_since is not null', 'unlinked', 'removal_since', `'The account is being removed.'`],
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

export const ACCOUNT_TABLES = [
  `create table account (
    on24_client_id text primary key,
    name text not null,
    region text not null,
    act_on_region text not null,
    time_zone text not null,
    time_zone_chosen boolean not null,
    time_zone_unknown text,
    wrapped_data_key text,
    act_on_account_id text unique,
    act_on_account_name text,
    act_on_calls_per_day integer,
    created_at timestamptz not null,
    linked_at timestamptz,
    started_link_at timestamptz,
    on24_kept_at timestamptz,
    removal_since timestamptz,
    removal_by text,
    removal_address text,
    cursor_at timestamptz,
    last_success_at timestamptz,
    tried_at timestamptz,
    paused_since timestamptz,
    paused_reason text,
    pause_version integer not null default 0,
    resumed_at timestamptz,
    needs_relink_since timestamptz,
    needs_relink_reason text,
    quota_since timestamptz,
    quota_blocked boolean not null default false,
    failing_since timestamptz,
    failing_reason text,
    failing_told boolean not null default true,
    late_since timestamptz,
    rejections_since timestamptz,
    next_probe_at timestamptz,
    discoveries integer not null default 0,
    sync_awaits integer,
    sync_asked_at timestamptz,
    next_runs jsonb not null default '[]',
    state text not null generated always as
      (${firstThatHolds(([, state]) => `'${state}'`, `'active'`)}) stored,
    state_since timestamptz generated always as
      (${firstThatHolds(([, , since]) => since, 'null')}) stored,
    state_reason text generated always as
      (${firstThatHolds(([, , , reason]) => reason, 'null')}) stored,
    quiet_since timestamptz generated always as (
      case when ${IS_LINKED} and paused_since is null and needs_relink_since is null and quota_since is null
      then greatest(tried_at, linked_at, resumed_at) end
    ) stored
  )`,
  `create table credential (
    on24_client_id text not null references account on delete cascade,
    kind text not null,
    sealed text not null,
    user_key text,
    version integer not null,
    updated_at timestamptz not null,
    primary key (on24_client_id, kind)
  )`,
  `create table sign_in (user_key text not null, at timestamptz not null, origin text not null default 'sync')`,
  `create index sign_in_by_user on sign_in (user_key, at)`,
  `create index sign_in_by_time on sign_in (at)`,
  `create table notice (
    id text primary key,
    seq bigint generated always as identity,
    on24_client_id text not null references account on delete cascade,
    kind text not null,
    reason text not null,
    ends text,
    created_at timestamptz not null,
    dispatched_at timestamptz,
    tried_at timestamptz,
    settled_at timestamptz,
    outcome text
  )`,
  `create index notice_to_dispatch on notice (created_at) where dispatched_at is null`,
  `create index notice_by_account on notice (on24_client_id, seq)`,
  // No reference to the account, because the audit trail outlives it.
  `create table audit_entry (
    id bigint generated always as identity primary key,
    on24_client_id text not null,
    at timestamptz not null,
    actor text not null,
    action text not null,
    result text not null,
    address text,
    about text
  )`,
  `create index audit_entry_by_account on audit_entry (on24_client_id, id desc)`,
]
