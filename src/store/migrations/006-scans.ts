import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table scan (
    run_key text not null references run on delete cascade,
    question text not null,
    ended_at timestamptz,
    primary key (run_key, question)
  )`,
  `create table scan_page (
    run_key text not null,
    question text not null,
    number integer not null,
    page jsonb not null,
    primary key (run_key, question, number),
    foreign key (run_key, question) references scan on delete cascade
  )`,
  // A run that is under way asks its questions anew.
  `alter table run drop column questions_answered`,
  `alter table run add discovered_at timestamptz`,
  `alter table run add discovery_outages integer not null default 0`,
  `alter table run add unreadable_rows integer not null default 0`,
  `create table event_to_look_up (
    on24_client_id text not null references account on delete cascade,
    event_id text not null,
    latest_activity_at timestamptz,
    has_attendees boolean not null default false,
    failed_looks integer not null default 0,
    primary key (on24_client_id, event_id)
  )`,
  `alter table webinar add unavailable_seen_at timestamptz`,
  `alter table pace add slowed_at timestamptz`,
  `alter table pace add slowed_ms double precision`,
  `alter table pace add hold_ms double precision not null default 0`,
  `alter table pace add slots integer not null default 0`,
]
