/** Which browsers may see what came of a link, by the hashes of the cookies that they were given. */
import type { Store } from './database.ts'

export interface NewDoneCookie {
  readonly cookieHash: string
  readonly on24ClientId: string
  readonly expiresAt: Date
}

/** Those that have expired by now go at the same time. */
export async function saveDoneCookie(
  store: Store,
  { cookieHash, on24ClientId, expiresAt }: NewDoneCookie,
  now: Date,
): Promise<void> {
  await store.deleteFrom('done_cookie').where('expires_at', '<=', now).execute()
  await store
    .insertInto('done_cookie')
    .values({ cookie_hash: cookieHash, on24_client_id: on24ClientId, expires_at: expiresAt })
    .execute()
}

/** The ON24 client whose link the browser may see, or null. */
export async function findDoneCookie(
  store: Store,
  cookieHash: string,
  now: Date,
): Promise<string | null> {
  const row = await store
    .selectFrom('done_cookie')
    .select('on24_client_id')
    .where('cookie_hash', '=', cookieHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.on24_client_id ?? null
}
