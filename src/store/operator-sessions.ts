/** Sign-ins of operators to their pages, by the hashes of what their browsers hold. */
import { sql } from 'kysely'
import type { Store } from './database.ts'

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
    .values({ cookie_hash: cookieHash, operator, expires_at: expiresAt })
    .execute()
}

/** The operator's name, or null when none of the hashes is of a session that still holds. */
export async function findOperatorSession(
  store: Store,
  cookieHashes: readonly string[],
  now: Date,
): Promise<string | null> {
  const session = await store
    .selectFrom('operator_session')
    .select('operator')
    .where(sql<boolean>`cookie_hash = any(${cookieHashes}::text[])`)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return session?.operator ?? null
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
