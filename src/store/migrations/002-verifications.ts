import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table verification (
    run_key text primary key references run on delete cascade,
    repair boolean not null,
    writes boolean not null
  )`,
  `create table compared_list (
    run_key text not null references verification on delete cascade,
    event_id text not null,
    contacts integer not null,
    compared_at timestamptz not null,
    removal_tries integer not null default 0,
    primary key (run_key, event_id)
  )`,
  `create table finding (
    run_key text not null,
    event_id text not null,
    number integer not null,
    kind text not null,
    registrant_id text,
    columns jsonb not null default '[]',
    record_id text,
    repaired_at timestamptz,
    primary key (run_key, event_id, number),
    foreign key (run_key, event_id) references compared_list on delete cascade
  )`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
