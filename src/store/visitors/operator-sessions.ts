/** Sessions of operators, by the hashes of their cookies. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

/** `used_at` is updated at most once a minute. */
const WRITE_EVERY_MS = 60_000

export interface NewOperatorSession {
  readonly cookieHash: string
  /** As OPERATOR_TOKENS names them. */
  readonly operator: string
  readonly expiresAt: Date
}

/** Also deletes expired ones. */
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
  /** A session that was not used after this time has ended. */
  readonly usedAfter: Date
  /** False for a page that polls for changes by itself, which does not count as a use of the session. */
  readonly isUse: boolean
}

/** The operator's name, or null if none of the hashes belongs to a valid session. */
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
