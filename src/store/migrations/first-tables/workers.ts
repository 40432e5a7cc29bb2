/** What processes share: leases, the pace and count of calls, and the service's own keys. */
export const WORKER_TABLES = [
  `create table lease (
    name text primary key,
    owner text not null,
    expires_at timestamptz not null
  )`,
  `create table pace (
    key text primary key,
    next_at timestamptz not null,
    given_at timestamptz not null default clock_timestamp(),
    slowed_at timestamptz,
    slowed_ms double precision,
    hold_ms double precision not null default 0,
    slots integer not null default 0
  )`,
  `create table call_count (
    key text not null,
    bucket_at timestamptz not null,
    calls integer not null,
    primary key (key, bucket_at)
  )`,
  `create table service_key (name text primary key, wrapped text not null)`,
]
