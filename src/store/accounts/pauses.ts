/**
 * What the store knows of an account's pause: runs at work, lists and notices go by it. A pause or resume that is
 * asked for stands here first, and the flag of the Schedule follows; once it does, the flag is the truth, and this follows it.
 */
import { sql } from 'kysely'
import type { PauseOrResume } from '../../contracts/operations.ts'
import type { Account, Pause } from './account.ts'
import type { Store } from '../database.ts'

/**
 * False when it was changed since `seen` was read: what was learnt of the flag may be older than that change.
 * A pause keeps its beginning and its first reason.
 */
export async function notePause(
  store: Store,
  seen: Pick<Account, 'on24ClientId' | 'pauseVersion'>,
  pause: Pause | null,
  at: Date,
): Promise<boolean> {
  const change =
    pause === null
      ? { pausedSince: null, pausedReason: null, resumedAt: at }
      : { pausedSince: at, pausedReason: pause.reason }
  const changed = await store
    .updateTable('account')
    .set({ ...change, pauseVersion: sql`pause_version + 1` })
    .where('on24ClientId', '=', seen.on24ClientId)
    .where('pauseVersion', '=', seen.pauseVersion)
    .where('pausedSince', pause === null ? 'is not' : 'is', null)
    .returning('on24ClientId')
    .executeTakeFirst()
  return changed !== undefined
}

/**
 * What is asked for is what is known, from now on. False when it was known so before; whoever has read the flag
 * meanwhile looks again all the same. Only inside a transaction.
 */
export async function notePauseOrResume(
  tx: Store,
  seen: Account,
  wish: PauseOrResume,
  at: Date,
): Promise<boolean> {
  const pause = wish.signal === 'pause' ? { reason: wish.reason } : null
  if (await notePause(tx, seen, pause, at)) return true
  await tx
    .updateTable('account')
    .set({ pauseVersion: sql`pause_version + 1` })
    .where('on24ClientId', '=', seen.on24ClientId)
    .execute()
  return false
}

/** Of every account that is to have a Schedule. */
export async function knownPauses(
  store: Store,
): Promise<{ readonly on24ClientId: string; readonly isPaused: boolean }[]> {
  const rows = await store
    .selectFrom('account')
    .select(['on24ClientId', 'pausedSince'])
    .where('linkedAt', 'is not', null)
    .whereRef('startedLinkAt', '=', 'linkedAt')
    .where('removalSince', 'is', null)
    .orderBy('on24ClientId')
    .execute()
  return rows.map((row) => ({
    on24ClientId: row.on24ClientId,
    isPaused: row.pausedSince !== null,
  }))
}
