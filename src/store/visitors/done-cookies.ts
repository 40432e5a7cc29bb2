/** Which browsers may see what came of a link, by the hashes of the cookies that they were given. */
import type { Store } from '../database.ts'

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
