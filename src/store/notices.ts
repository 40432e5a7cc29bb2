/** Notices to operators. They are written together with the change that they tell of: see account-state.ts. */
import type { Selectable } from 'kysely'
import type { NoticeOutcome } from '../contracts/notice.ts'
import type { Store } from './database.ts'
import type { NoticeTable } from './notice-table.ts'

export type Notice = Selectable<NoticeTable>

/** One look of a dispatcher takes no more of them; the next look takes the others. */
const AT_ONCE = 100

/** Oldest first. */
export async function noticesToDispatch(
  store: Store,
): Promise<Pick<Notice, 'id' | 'on24_client_id'>[]> {
  return store
    .selectFrom('notice')
    .select(['id', 'on24_client_id'])
    .where('dispatched_at', 'is', null)
    .orderBy('created_at')
    .limit(AT_ONCE)
    .execute()
}

export async function markDispatched(store: Store, noticeId: string, at: Date): Promise<void> {
  await store
    .updateTable('notice')
    .set({ dispatched_at: at })
    .where('id', '=', noticeId)
    .where('dispatched_at', 'is', null)
    .execute()
}

/** Undefined when its account was removed meanwhile. */
export async function findNotice(store: Store, noticeId: string): Promise<Notice | undefined> {
  return store.selectFrom('notice').selectAll().where('id', '=', noticeId).executeTakeFirst()
}

/** The first outcome stays. */
export async function settleNotice(
  store: Store,
  noticeId: string,
  outcome: NoticeOutcome,
  at: Date,
): Promise<void> {
  await store
    .updateTable('notice')
    .set({ settled_at: at, outcome })
    .where('id', '=', noticeId)
    .where('settled_at', 'is', null)
    .execute()
}
