/** Keeps Act-On tokens in the store: encrypted, with one token call at a time per user name across all workers. */
import type { TokenVault } from '../act-on/tokens/token-vault.ts'
import { withLease } from '../store/leases/hold-lease.ts'
import { actOnUserLease } from '../store/leases/lease-names.ts'
import type { AccountCiphers } from '../store/credentials/account-ciphers.ts'
import { markLinkLost } from '../store/accounts/account-state.ts'
import {
  type ActOnCredential,
  asBeforeHandOver,
  changeActOnCredential,
  readActOnCredential,
} from '../store/credentials/act-on-credentials.ts'
import type { Store } from '../store/database.ts'
import { countSignIns, forgiveSignIn, recordSignIn } from '../store/paces/sign-ins.ts'
import { userKeyOf } from '../store/credentials/user-key.ts'

/** Longer than a token call may take: otherwise a second caller could use up the refresh token. */
const USER_LEASE_TTL_MS = 45_000

export interface VaultParts {
  readonly store: Store
  readonly ciphers: AccountCiphers
  readonly now: () => Date
  /** False: storing the next pair deletes a password that is still there. */
  readonly keepPassword: boolean
}

export function createTokenVault({ store, ciphers, now, keepPassword }: VaultParts): TokenVault {
  return {
    async read(on24ClientId) {
      const credential = await readActOnCredential(store, ciphers, on24ClientId)
      if (credential === null) return null
      return { ...credential, needsRelinkSince: credential.needsRelinkSince?.toISOString() ?? null }
    },
    saveTokens(on24ClientId, version, tokens) {
      const withTokens = (stored: ActOnCredential) => ({
        ...stored,
        tokens,
        password: keepPassword ? stored.password : null,
        beforeHandOver: tokens === null || tokens.isUnchecked ? stored.beforeHandOver : null,
      })
      return changeActOnCredential(store, ciphers, { on24ClientId, version }, withTokens, now())
    },
    revertHandOver: (on24ClientId, version) =>
      changeActOnCredential(store, ciphers, { on24ClientId, version }, asBeforeHandOver, now()),
    markNeedsRelink: (on24ClientId, version, reason) =>
      markLinkLost(store, { on24ClientId, version }, reason, now()),
    recordSignIn: async (userName, origin) =>
      recordSignIn(store, await userKeyOf(ciphers, userName), origin, now()),
    forgiveSignIn: async (userName) => forgiveSignIn(store, await userKeyOf(ciphers, userName)),
    signInsWithin: async (userName, windowMs, origin) =>
      countSignIns(store, await userKeyOf(ciphers, userName), { windowMs, now: now() }, origin),
    async withUserLease(userName, signal, work) {
      const name = actOnUserLease(await userKeyOf(ciphers, userName))
      return withLease(store, { name, signal, ttlMs: USER_LEASE_TTL_MS }, work)
    },
  }
}
