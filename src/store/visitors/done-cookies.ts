/** Which browsers may see the result of a link, by the hashes of their cookies. */
import type { Store } from '../database.ts'

export interface NewDoneCookie {
  readonly cookieHash: string
  readonly on24ClientId: string
  readonly expiresAt: Date
}

/** Also deletes expired ones. */
export async function saveDoneCookie(
  store: Store,
  { cookieHash, on24ClientId, expiresAt }: NewDoneCookie,
  now: Date,
): Promise<void> {
  await store.deleteFrom('doneCookie').where('expiresAt', '<=', now).execute()
  await store.insertInto('doneCookie').values({ cookieHash, on24ClientId, expiresAt }).execute()
}

/** The ON24 client whose link the browser may see, or null. */
export async function findDoneCookie(
  store: Store,
  cookieHash: string,
  now: Date,
): Promise<string | null> {
  const row = await store
    .selectFrom('doneCookie')
    .select('on24ClientId')
    .where('cookieHash', '=', cookieHash)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return row?.on24ClientId ?? null
}
