/** Token calls to Act-On, counted by user name: Act-On allows five an hour, and may count every grant. */
import type { Selectable } from 'kysely'
import type { Store } from '../database.ts'
import { latestPossible } from '../accounts/future-stamps.ts'
import type { SignInTable } from '../schema.ts'

type Origin = Selectable<SignInTable>['origin']

/** Act-On counts over an hour, so older ones do not matter any more. */
const KEEP_MS = 24 * 60 * 60 * 1000

/** Also deletes old ones of all user names. */
export async function recordSignIn(
  store: Store,
  userKey: string,
  origin: Origin,
  at: Date,
): Promise<void> {
  await store.insertInto('signIn').values({ userKey, at, origin }).execute()
  const oldest = new Date(at.getTime() - KEEP_MS)
  await store.deleteFrom('signIn').where('at', '<', oldest).execute()
}

/** The latest sign-in from the page still counts towards Act-On's limit, but not towards the page's. */
export async function forgiveSignIn(store: Store, userKey: string): Promise<void> {
  const latest = store
    .selectFrom('signIn')
    .select((select) => select.fn.max('at').as('at'))
    .where('userKey', '=', userKey)
    .where('origin', '=', 'page')
  await store
    .updateTable('signIn')
    .set({ origin: 'fault' })
    .where('userKey', '=', userKey)
    .where('origin', '=', 'page')
    .where('at', '=', latest)
    .execute()
}

/** Sign-ins of the last `windowMs`, of all origins if none is given. */
export async function countSignIns(
  store: Store,
  userKey: string,
  { windowMs, now }: { readonly windowMs: number; readonly now: Date },
  origin?: Origin,
): Promise<number> {
  const made = store
    .selectFrom('signIn')
    .select((select) => select.fn.countAll().as('count'))
    .where('userKey', '=', userKey)
    .where('at', '>', new Date(now.getTime() - windowMs))
    .where('at', '<=', latestPossible(now))
  const { count } = await (
    origin === undefined ? made : made.where('origin', '=', origin)
  ).executeTakeFirstOrThrow()
  return Number(count)
}
