/** Visitors of our pages: invitations, sessions, and counts of requests. */
export const VISITOR_TABLES = [
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
  `create table operator_session (
    cookie_hash text primary key,
    operator text not null,
    expires_at timestamptz not null,
    used_at timestamptz not null default service_now()
  )`,
  `create table operator_access (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    what text not null,
    operator text,
    address text
  )`,
  `create table rate_limit (key text primary key, hits integer not null, resets_at timestamptz not null)`,
]
