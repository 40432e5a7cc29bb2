/**
 * What the store knows of an account's pause: runs at work, lists and notices go by it. A pause or resume that is
 * asked for stands here first, and the flag of the Schedule follows; once it does, the flag is the truth, and this follows it.
 */
import { sql } from 'kysely'
import type { Turn } from '../contracts/operating.ts'
import type { Account } from './accounts.ts'
import type { Store } from './database.ts'

export interface Pause {
  /** In the words of whoever paused the account. */
  readonly reason: string | null
}

export function pauseOf(account: Account): Pause | null {
  return account.paused_since === null ? null : { reason: account.paused_reason }
}

/**
 * False when it was changed since `seen` was read: what was learnt of the flag may be older than that change.
 * A pause keeps its beginning and its first reason.
 */
export async function notePause(
  store: Store,
  seen: Pick<Account, 'on24_client_id' | 'pause_version'>,
  pause: Pause | null,
  at: Date,
): Promise<boolean> {
  const change =
    pause === null
      ? { paused_since: null, paused_reason: null, resumed_at: at }
      : { paused_since: at, paused_reason: pause.reason }
  const changed = await store
    .updateTable('account')
    .set({ ...change, pause_version: sql`pause_version + 1` })
    .where('on24_client_id', '=', seen.on24_client_id)
    .where('pause_version', '=', seen.pause_version)
    .where('paused_since', pause === null ? 'is not' : 'is', null)
    .returning('on24_client_id')
    .executeTakeFirst()
  return changed !== undefined
}

/**
 * What is asked for is what is known, from now on. False when it was known so before; whoever has read the flag
 * meanwhile looks again all the same. Only inside a transaction.
 */
export async function noteWish(tx: Store, seen: Account, wish: Turn, at: Date): Promise<boolean> {
  const pause = wish.signal === 'pause' ? { reason: wish.reason } : null
  if (await notePause(tx, seen, pause, at)) return true
  await tx
    .updateTable('account')
    .set({ pause_version: sql`pause_version + 1` })
    .where('on24_client_id', '=', seen.on24_client_id)
    .execute()
  return false
}

/** Of every account that is to have a Schedule. */
export async function knownPauses(
  store: Store,
): Promise<{ readonly on24ClientId: string; readonly isPaused: boolean }[]> {
  const rows = await store
    .selectFrom('account')
    .select(['on24_client_id', 'paused_since'])
    .where('linked_at', 'is not', null)
    .whereRef('started_link_at', '=', 'linked_at')
    .where('closing_since', 'is', null)
    .orderBy('on24_client_id')
    .execute()
  return rows.map((row) => ({
    on24ClientId: row.on24_client_id,
    isPaused: row.paused_since !== null,
  }))
}
