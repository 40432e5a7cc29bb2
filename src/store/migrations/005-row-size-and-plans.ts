import { type Kysely, sql } from 'kysely'

/** SQL: the first 64 of the 128 bits that were kept as base64url. 0 for an empty text, and null for null. */
const asNumber = (column: string) => `case ${column}
  when '' then 0
  else ('x' || encode(substr(decode(translate(${column}, '-_', '+/') || '==', 'base64'), 1, 8), 'hex'))::bit(64)::bigint
end`

const hashColumns = (table: string, columns: readonly string[]) =>
  `alter table ${table} ${columns
    .map((column) => `alter column ${column} type bigint using ${asNumber(column)}`)
    .join(', ')}`

const STATEMENTS = [
  // In a new table, because the order of the columns decides how many bytes are lost between them.
  `alter table registration rename to earlier_registration`,
  `alter index registration_pkey rename to earlier_registration_pkey`,
  `create table registration (
    address_hash bigint not null,
    registration_hash bigint not null,
    activity_hash bigint not null,
    confirmed_at timestamptz,
    cells_mask integer not null,
    sent_cells_mask integer,
    unanswered_sends smallint not null default 0,
    attended boolean not null,
    sent_attended boolean,
    on24_client_id text not null,
    event_id text not null,
    registrant_id text not null,
    sent_address_hash bigint,
    forgotten_at timestamptz,
    kept_despite text,
    rewrite_reason text
  )`,
  // In the order of the key, so that the pages of its index are full.
  `insert into registration (on24_client_id, event_id, registrant_id, address_hash, registration_hash, activity_hash,
      cells_mask, attended, confirmed_at, unanswered_sends, sent_address_hash, sent_cells_mask, sent_attended,
      forgotten_at, kept_despite, rewrite_reason)
    select on24_client_id, event_id, registrant_id, ${asNumber('address_hash')}, ${asNumber('registration_hash')},
      ${asNumber('activity_hash')}, cells_mask, attended, confirmed_at, unanswered_sends, ${asNumber('sent_address_hash')},
      nullif(sent_cells_mask, 0), nullif(sent_attended, false), forgotten_at, kept_despite, rewrite_reason
    from earlier_registration order by on24_client_id, event_id, registrant_id`,
  `drop table earlier_registration`,
  `alter table registration
    add primary key (on24_client_id, event_id, registrant_id),
    add foreign key (on24_client_id, event_id) references webinar on delete cascade`,
  // Without the account, because hashes are keyed for their account: hardly another one has the same.
  `create index registration_by_address on registration (address_hash)`,
  // Almost no row is in these two: see `rewriteReasonsIn` and `dropOvertakenRegistrations`.
  `create index registration_to_rewrite on registration (on24_client_id, event_id) where rewrite_reason is not null`,
  `create index registration_elsewhere on registration (on24_client_id, event_id) where sent_address_hash is not null`,
  `create index webinar_excluded on webinar (on24_client_id, event_id) where excluded`,
  `create index trouble_of_account on trouble (kind) where event_id is null`,
  `create index journal_entry_list_gone on journal_entry (on24_client_id, event_id, ended_at)
    where outcome = 'listGone'`,
  `create index lease_by_owner on lease (owner)`,
  `create index call_count_by_time on call_count (bucket_at)`,
  hashColumns('waiting_row', [
    'address_hash',
    'registration_hash',
    'activity_hash',
    'earlier_address_hash',
  ]),
  hashColumns('journal_entry', ['address_hash']),
  // Hashes of Act-On user names.
  hashColumns('credential', ['user_key']),
  hashColumns('sign_in', ['user_key']),
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
