import { type Kysely, sql } from 'kysely'

/** Which channels have taken a notice: until now there was only the webhook. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notice_delivery (
      notice_id text not null references notice on delete cascade,
      channel text not null,
      delivered_at timestamptz not null,
      primary key (notice_id, channel)
    )
  `.execute(db)
  await sql`
    insert into notice_delivery (notice_id, channel, delivered_at)
    select id, 'webhook', settled_at from notice where outcome = 'delivered' and settled_at is not null
  `.execute(db)
}
