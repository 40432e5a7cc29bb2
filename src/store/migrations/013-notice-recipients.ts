import { type Kysely, sql } from 'kysely'

/** Where an account's notices go beside the channels of all accounts: see src/store/notice-recipients.ts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notice_recipient (
      on24_client_id text not null references account on delete cascade,
      channel text not null,
      sealed text not null,
      set_at timestamptz not null,
      primary key (on24_client_id, channel)
    )
  `.execute(db)
}
