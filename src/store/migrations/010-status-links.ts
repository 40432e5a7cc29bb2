import { type Kysely, sql } from 'kysely'

/** The link to the customer's own page, one of an account: see src/accounts/status-link.ts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table status_link (
      on24_client_id text primary key references account on delete cascade,
      token_hash text not null unique,
      sealed text not null,
      made_by text not null,
      created_at timestamptz not null
    )
  `.execute(db)
}
