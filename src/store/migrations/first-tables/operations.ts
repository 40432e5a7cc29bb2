/** Operations that operators requested, and Temporal objects of accounts that are not linked in this store. */
export const OPERATION_TABLES = [
  `create table operation (
    audit_id bigint primary key references audit_entry on delete cascade,
    on24_client_id text not null references account on delete cascade,
    signal_key text,
    request jsonb not null,
    asked_at timestamptz not null default service_now(),
    changes_pause boolean not null default false,
    result text,
    detail text
  )`,
  `create unique index operation_signal_key on operation (on24_client_id, signal_key)`,
  `create index operation_of_account on operation (on24_client_id, audit_id)`,
  `create index operation_turn on operation (on24_client_id, audit_id)
    where request->>'signal' in ('pause', 'resume')`,
  `create index operation_unsettled on operation (asked_at) where result is null`,
  `create table orphan (
    on24_client_id text primary key,
    has_schedule boolean not null,
    has_controller boolean not null,
    seen_at timestamptz not null default service_now()
  )`,
]
