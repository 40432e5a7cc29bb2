import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table account add closing_since timestamptz`,
  `alter table account add on24_kept_at timestamptz`,
  `alter table account add started_link_at timestamptz`,
  `alter table account add closing_by text`,
  `alter table account add closing_address text`,
  `alter table sign_in add origin text not null default 'sync'`,
  `create index sign_in_by_time on sign_in (at)`,
  `create table invitation (
    token_hash text primary key,
    on24_client_id text not null references account on delete cascade,
    made_by text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    opened_at timestamptz,
    used_at timestamptz,
    submission_hash text
  )`,
  `create index invitation_by_account on invitation (on24_client_id)`,
  `create table done_cookie (
    cookie_hash text primary key,
    on24_client_id text not null references account on delete cascade,
    expires_at timestamptz not null
  )`,
  `create table rate_limit (key text primary key, hits integer not null, resets_at timestamptz not null)`,
  // Without a reference to the account: it outlives it.
  `create table audit_entry (
    id bigint generated always as identity primary key,
    on24_client_id text not null,
    at timestamptz not null,
    actor text not null,
    action text not null,
    result text not null,
    address text
  )`,
  `create index audit_entry_by_account on audit_entry (on24_client_id, id desc)`,
  `create table notice (
    id text primary key,
    on24_client_id text not null references account on delete cascade,
    kind text not null,
    reason text not null,
    created_at timestamptz not null,
    dispatched_at timestamptz,
    settled_at timestamptz,
    outcome text
  )`,
  `create index notice_to_dispatch on notice (created_at) where dispatched_at is null`,
]
