import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table journal_entry (
    on24_client_id text not null references account on delete cascade,
    event_id text not null,
    registrant_id text not null,
    seen_at timestamptz not null,
    ended_at timestamptz not null,
    changed smallint not null,
    attended boolean not null,
    decision text not null,
    outcome text not null,
    reason text,
    address_hash text
  )`,
  `create index journal_entry_by_registrant
    on journal_entry (on24_client_id, event_id, registrant_id)`,
  `create index journal_entry_by_address on journal_entry (on24_client_id, address_hash)
    where address_hash is not null`,
  // Entries are added in the order of their time, so this small index finds the old ones.
  `create index journal_entry_by_time on journal_entry using brin (ended_at)`,
  `alter table waiting_row
    add column changed smallint not null default 0,
    add column earlier_address_hash text`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
