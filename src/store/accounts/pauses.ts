/**
 * What the store knows about an account's pause: active runs, lists and notices use it. A requested pause or resume is
 * stored here first, and the flag of the Schedule follows. Once it has followed, the flag is the truth, and this
 * follows it.
 */
import { sql } from 'kysely'
import type { PauseOrResume } from '../../contracts/operations.ts'
import type { Account, Pause } from './account.ts'
import type { Store } from '../database.ts'

/**
 * False if the pause was changed after `seen` was read: the flag may have been read before that change. A pause keeps
 * its beginning and its first reason.
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
 * Stores a requested pause or resume. False if it changes nothing; the version still grows, so that a
 * process which has read the flag in the meantime reads it again. Only inside a transaction.
 */
export async function notePauseOrResume(
  tx: Store,
  seen: Account,
  request: PauseOrResume,
  at: Date,
): Promise<boolean> {
  const pause = request.signal === 'pause' ? { reason: request.reason } : null
  if (await notePause(tx, seen, pause, at)) return true
  await tx
    .updateTable('account')
    .set({ pauseVersion: sql`pause_version + 1` })
    .where('on24ClientId', '=', seen.on24ClientId)
    .execute()
  return false
}

/** The known pause of each account that should have a Schedule. */
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
