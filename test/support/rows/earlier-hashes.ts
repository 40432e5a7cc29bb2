/** Hashes as versions before migration 005 kept them: base64url in text columns, and empty where there is none. */
import { sql } from 'kysely'
import { NO_HASH } from '../../../src/reading/row-hashes.ts'
import type { Store } from '../../../src/store/database.ts'

const COLUMNS = {
  registration: ['address_hash', 'registration_hash', 'activity_hash', 'sent_address_hash'],
  waiting_row: ['address_hash', 'registration_hash', 'activity_hash', 'earlier_address_hash'],
  journal_entry: ['address_hash'],
  credential: ['user_key'],
  sign_in: ['user_key'],
} as const

/** Their second half, which is gone, becomes zeros. */
const asBase64Url = (column: string) => `case ${column}::text when '${NO_HASH}' then ''
  else rtrim(translate(encode(int8send(${column}::text::bigint) || '\\x0000000000000000', 'base64'), '+/', '-_'), '=')
end`

/** Turns hashes that were stored in today's form into the earlier one. Tables that do not exist yet are left out. */
export async function storeAsEarlierHashes(store: Store): Promise<void> {
  for (const [table, columns] of Object.entries(COLUMNS)) {
    for (const column of await existing(store, table, columns)) {
      await sql
        .raw(`alter table ${table} alter column ${column} type text using ${asBase64Url(column)}`)
        .execute(store)
    }
  }
}

/** Indexes that migration 005 adds to tables that it does not make anew. */
const ADDED_INDEXES = [
  ...['webinar_excluded', 'trouble_of_account', 'journal_entry_list_gone'],
  ...['lease_by_owner', 'call_count_by_time'],
]

/** Takes back migration 005, so that it can be made once more on rows that a service has stored. */
export async function undoShortHashes(store: Store): Promise<void> {
  await storeAsEarlierHashes(store)
  for (const [column, value] of Object.entries({ sent_cells_mask: '0', sent_attended: 'false' })) {
    await sql
      .raw(
        `update registration set ${column} = coalesce(${column}, ${value});
         alter table registration alter column ${column} set default ${value}, alter column ${column} set not null`,
      )
      .execute(store)
  }
  await sql.raw(`drop index ${ADDED_INDEXES.join(', ')}`).execute(store)
}

async function existing(
  store: Store,
  table: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ column: string }>`
    select column_name as column from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and column_name = any(${[...columns]}::text[])
  `.execute(store)
  return rows.map(({ column }) => column)
}
