import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
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
  `alter table account add discoveries integer not null default 0`,
  `alter table account add sync_awaits integer`,
  `alter table account add sync_asked_at timestamptz`,
  `alter table account add next_runs jsonb not null default '[]'`,
  `create table orphan (
    on24_client_id text primary key,
    has_schedule boolean not null,
    has_controller boolean not null,
    seen_at timestamptz not null default service_now()
  )`,
]
