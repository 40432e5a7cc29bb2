/** Notices to operators. They are written together with the change that they tell of: see account-troubles.ts. */
import { type Selectable, sql } from 'kysely'
import {
  FIRST_RETRY_MINUTES,
  LONGEST_RETRY_MINUTES,
  type NoticeOutcome,
  type ReportedTrouble,
} from '../contracts/notice.ts'
import type { Store } from './database.ts'
import { latestPossible } from './accounts/future-stamps.ts'
import type { NoticeTable } from './schema.ts'

export type Notice = Selectable<NoticeTable>

/** One look of a dispatcher takes no more of them; the next look takes the others. */
const AT_ONCE = 100

/** Those that were tried least lately, then the oldest: some that cannot be told keep no other waiting. */
export async function noticesToDispatch(store: Store): Promise<Notice[]> {
  return store
    .selectFrom('notice')
    .selectAll()
    .where('dispatchedAt', 'is', null)
    .where('settledAt', 'is', null)
    .orderBy('triedAt', (order) => order.asc().nullsFirst())
    .orderBy('seq')
    .limit(AT_ONCE)
    .execute()
}

export async function markDispatched(store: Store, noticeId: string, at: Date): Promise<void> {
  await store
    .updateTable('notice')
    .set({ dispatchedAt: at })
    .where('id', '=', noticeId)
    .where('dispatchedAt', 'is', null)
    .execute()
}

/**
 * Whether it may be tried without Temporal now: by one process at a time, a minute after the attempt before at
 * the earliest, then at growing intervals up to an hour.
 */
export async function claimAttempt(store: Store, noticeId: string, at: Date): Promise<boolean> {
  const now = sql<Date>`${at.toISOString()}::timestamptz`
  const waited = sql<boolean>`tried_at
    + least(greatest(tried_at - created_at, ${FIRST_RETRY_MINUTES} * interval '1 minute'),
      ${LONGEST_RETRY_MINUTES} * interval '1 minute') <= ${now}`
  const claimed = await store
    .updateTable('notice')
    .set({ triedAt: at })
    .where('id', '=', noticeId)
    .where('settledAt', 'is', null)
    .where((where) =>
      where.or([where('triedAt', 'is', null), waited, where('triedAt', '>', latestPossible(at))]),
    )
    .returning('id')
    .executeTakeFirst()
  return claimed !== undefined
}

/** Undefined when its account was removed meanwhile. */
export async function findNotice(store: Store, noticeId: string): Promise<Notice | undefined> {
  return store.selectFrom('notice').selectAll().where('id', '=', noticeId).executeTakeFirst()
}

/** What operators were to be told of this trouble of the account, of its beginnings and its ends: newest first. */
export async function noticesOfTrouble(
  store: Store,
  on24ClientId: string,
  trouble: ReportedTrouble,
): Promise<Notice[]> {
  return store
    .selectFrom('notice')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where((where) => where.or([where('kind', '=', trouble), where('ends', '=', trouble)]))
    .orderBy('seq', 'desc')
    .limit(LOOK_BACK)
    .execute()
}

/** Of so many, some were told, or nobody listens. */
const LOOK_BACK = 50

/** The first outcome stays; false when there was one already. */
export async function settleNotice(
  store: Store,
  noticeId: string,
  outcome: NoticeOutcome,
  at: Date,
): Promise<boolean> {
  const settled = await store
    .updateTable('notice')
    .set({ settledAt: at, outcome })
    .where('id', '=', noticeId)
    .where('settledAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return settled !== undefined
}
