/** Sign-ins of operators to their pages, by the hashes of what their browsers hold. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

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
  await store.deleteFrom('operatorSession').where('expiresAt', '<=', now).execute()
  await store
    .insertInto('operatorSession')
    .values({ cookieHash, operator, expiresAt, usedAt: now })
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
    .selectFrom('operatorSession')
    .select(['operator', 'cookieHash', 'usedAt'])
    .where(sql<boolean>`cookie_hash = any(${cookieHashes}::text[])`)
    .where('expiresAt', '>', now)
    .where('usedAt', '>', usedAfter)
    .executeTakeFirst()
  if (session === undefined) return null
  if (isUse && now.getTime() - session.usedAt.getTime() >= WRITE_EVERY_MS) {
    await store
      .updateTable('operatorSession')
      .set({ usedAt: now })
      .where('cookieHash', '=', session.cookieHash)
      .execute()
  }
  return session.operator
}

export async function dropOperatorSession(
  store: Store,
  cookieHashes: readonly string[],
): Promise<void> {
  await store
    .deleteFrom('operatorSession')
    .where(sql<boolean>`cookie_hash = any(${cookieHashes}::text[])`)
    .execute()
}
