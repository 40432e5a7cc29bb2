/** Sign-ins of operators to their pages, by the hashes of what their browsers hold. */
import { sql } from 'kysely'
import type { Store } from './database.ts'

/** A use is written down once a minute. */
const WRITE_EVERY_MS = 60_000

export interface NewOperatorSession {
  readonly cookieHash: string
  /** As OPERATOR_TOKENS names them. */
  readonly operator: string
  readonly expiresAt: Date
}

/** Those that have expired by now go at the same time. */
export async function saveOperatorSession(
  store: Store,
  { cookieHash, operator, expiresAt }: NewOperatorSession,
  now: Date,
): Promise<void> {
  await store.deleteFrom('operator_session').where('expires_at', '<=', now).execute()
  await store
    .insertInto('operator_session')
    .values({ cookie_hash: cookieHash, operator, expires_at: expiresAt, used_at: now })
    .execute()
}

export interface SessionLook {
  readonly now: Date
  /** A session that was last used before this has ended. */
  readonly usedAfter: Date
  /** False: somebody's page asks by itself whether anything has changed, which is no use of the session. */
  readonly isUse: boolean
}

/** The operator's name, or null when none of the hashes is of a session that still holds. */
export async function findOperatorSession(
  store: Store,
  cookieHashes: readonly string[],
  { now, usedAfter, isUse }: SessionLook,
): Promise<string | null> {
  const session = await store
    .selectFrom('operator_session')
    .select(['operator', 'cookie_hash', 'used_at'])
    .where(sql<boolean>`cookie_hash = any(${cookieHashes}::text[])`)
    .where('expires_at', '>', now)
    .where('used_at', '>', usedAfter)
    .executeTakeFirst()
  if (session === undefined) return null
  if (isUse && now.getTime() - session.used_at.getTime() >= WRITE_EVERY_MS) {
    await store
      .updateTable('operator_session')
      .set({ used_at: now })
      .where('cookie_hash', '=', session.cookie_hash)
      .execute()
  }
  return session.operator
}

export async function dropOperatorSession(
  store: Store,
  cookieHashes: readonly string[],
): Promise<void> {
  await store
    .deleteFrom('operator_session')
    .where(sql<boolean>`cookie_hash = any(${cookieHashes}::text[])`)
    .execute()
}
