/**
 * Notices to operators. Each is written in the same statement as the change that it reports: see account-troubles.ts.
 */
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

/** How many notices a dispatcher takes in one round; the next round takes more. */
const NOTICES_PER_ROUND = 100

/** Never tried ones first, then by the time of the last try, so that undeliverable notices do not delay the rest. */
export async function noticesToDispatch(store: Store): Promise<Notice[]> {
  return store
    .selectFrom('notice')
    .selectAll()
    .where('dispatchedAt', 'is', null)
    .where('settledAt', 'is', null)
    .orderBy('triedAt', (order) => order.asc().nullsFirst())
    .orderBy('seq')
    .limit(NOTICES_PER_ROUND)
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
 * Whether this process may now try to send the notice without Temporal. Only one process at a time may, at growing
 * intervals: see `FIRST_RETRY_MINUTES`.
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

/** Undefined if its account was removed in the meantime. */
export async function findNotice(store: Store, noticeId: string): Promise<Notice | undefined> {
  return store.selectFrom('notice').selectAll().where('id', '=', noticeId).executeTakeFirst()
}

/** The latest notices about beginnings and ends of this trouble of the account, newest first. */
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
    .limit(MAX_NOTICES)
    .execute()
}

/** Enough: if none of these was delivered, no receiver accepts notices. */
const MAX_NOTICES = 50

/** Stores the first outcome. False if there was one already. */
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
