/** The store's side of Act-On's tokens: sealed, one token call at a time per user name over all workers. */
import type { TokenVault } from '../act-on/token-vault.ts'
import { withLease } from '../leases/hold-lease.ts'
import { actOnUserLease } from '../leases/lease-names.ts'
import type { AccountCiphers } from '../store/account-ciphers.ts'
import { markLinkLost } from '../store/account-state.ts'
import { findAccount } from '../store/accounts.ts'
import {
  type ActOnCredential,
  changeActOnCredential,
  readActOnCredential,
} from '../store/act-on-credentials.ts'
import type { Store } from '../store/database.ts'
import { userKeyOf } from '../store/user-key.ts'
import { whileDatabaseIsAway } from '../store/while-away.ts'

/** Longer than a token call may take: a second caller would use up the refresh token. */
const USER_LEASE_TTL_MS = 45_000
/** Act-On counts sign-ins over an hour: older ones, of whatever user name, say nothing any more. */
const KEEP_SIGN_INS_MS = 24 * 60 * 60 * 1000

export interface VaultParts {
  readonly store: Store
  readonly ciphers: AccountCiphers
  readonly now: () => Date
  /** False: a password that is still there is dropped by the next pair that is stored. */
  readonly keepPassword: boolean
}

export function createTokenVault({ store, ciphers, now, keepPassword }: VaultParts): TokenVault {
  return {
    async read(on24ClientId) {
      const [account, credential] = await Promise.all([
        findAccount(store, on24ClientId),
        readActOnCredential(store, ciphers, on24ClientId),
      ])
      if (account === undefined || credential === null) return null
      return { ...credential, needsRelinkSince: account.needs_relink_since?.toISOString() ?? null }
    },
    async saveTokens(on24ClientId, version, tokens) {
      const withTokens = (stored: ActOnCredential) => ({
        ...stored,
        tokens,
        password: keepPassword ? stored.password : null,
      })
      const link = { on24ClientId, version }
      // Act-On has ended the pair before: without this one the link costs a sign-in, or is lost.
      await whileDatabaseIsAway(() =>
        changeActOnCredential(store, ciphers, link, withTokens, now()),
      )
    },
    markNeedsRelink: (on24ClientId, version, reason) =>
      markLinkLost(store, { on24ClientId, version }, reason, now()),
    async recordSignIn(userName, origin) {
      const user_key = await userKeyOf(ciphers, userName)
      const at = now()
      await store.insertInto('sign_in').values({ user_key, at, origin }).execute()
      await store
        .deleteFrom('sign_in')
        .where('at', '<', new Date(at.getTime() - KEEP_SIGN_INS_MS))
        .execute()
    },
    async signInsWithin(userName, ms, origin) {
      const { count } = await store
        .selectFrom('sign_in')
        .select((select) => select.fn.countAll().as('count'))
        .where('user_key', '=', await userKeyOf(ciphers, userName))
        .where('at', '>', new Date(now().getTime() - ms))
        .$if(origin !== undefined, (query) => query.where('origin', '=', origin ?? 'sync'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async withUserLease(userName, signal, work) {
      const name = actOnUserLease(await userKeyOf(ciphers, userName))
      return withLease(store, { name, signal, ttlMs: USER_LEASE_TTL_MS }, work)
    },
  }
}
