/** Which channels have taken which notices: each gets a notice once, whatever the others do. */
import { sql } from 'kysely'
import type { NoticeChannel } from '../contracts/notice.ts'
import type { Store } from './database.ts'

export async function channelsThatTook(
  store: Store,
  noticeId: string,
): Promise<ReadonlySet<NoticeChannel>> {
  const rows = await store
    .selectFrom('noticeDelivery')
    .select('channel')
    .where('noticeId', '=', noticeId)
    .execute()
  return new Set(rows.map(({ channel }) => channel))
}

/** Those of the notices that the channel has taken. */
export async function takenBy(
  store: Store,
  channel: NoticeChannel,
  noticeIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (noticeIds.length === 0) return new Set()
  const rows = await store
    .selectFrom('noticeDelivery')
    .select('noticeId')
    .where('channel', '=', channel)
    .where('noticeId', 'in', noticeIds)
    .execute()
  return new Set(rows.map(({ noticeId }) => noticeId))
}

/** Does nothing if the account, and its notices with it, was removed in the meantime. */
export async function recordDelivery(
  store: Store,
  noticeId: string,
  channel: NoticeChannel,
  at: Date,
): Promise<void> {
  await sql`
    insert into notice_delivery (notice_id, channel, delivered_at)
    select id, ${channel}, ${at.toISOString()}::timestamptz from notice where id = ${noticeId}
    on conflict do nothing
  `.execute(store)
}
