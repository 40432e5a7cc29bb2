/**
 * Provides the access token of each linked account, and renews it once for all waiting callers, in this process and
 * all others: Act-On's refresh tokens are single-use, so two concurrent renewals would end the link.
 */
import { ActOnAccessRefused } from '../errors.ts'
import { SingleFlight } from './single-flight.ts'
import type { TokenGrants } from './token-grants.ts'
import { type OpensOwnAccount, renewTokens } from './token-renewal.ts'
import { isAlive, type StoredLink, type StoredTokens, type TokenVault } from './token-vault.ts'

/** Refresh tokens live for "one month"; an unused one is renewed well before. */
const OLD_REFRESH_TOKEN_MS = 20 * 24 * 60 * 60_000

export interface TokenKeeperOptions {
  /** Grants with the account's base URL and pace. */
  readonly grantsFor: (on24ClientId: string) => TokenGrants | Promise<TokenGrants>
  readonly vault: TokenVault
  readonly opensOwnAccount: OpensOwnAccount
  readonly now: () => Date
  /** False: a password is not used, even if one is still stored. */
  readonly keepPassword: boolean
}

/** Errors are those of `token-errors.ts` without ActOnWrongPassword, and ActOnAccessRefused. */
export interface TokenKeeper {
  /** @param options.refused the token that Act-On has just answered with 401: it is not returned again. */
  accessToken(
    on24ClientId: string,
    options: { readonly signal: AbortSignal; readonly refused?: string },
  ): Promise<string>
  /** Makes one token call if the account's refresh token is old, else none. */
  refreshIfOld(on24ClientId: string, options: { readonly signal: AbortSignal }): Promise<void>
  /** Waits for token calls that were sent, even those without a waiting caller. Await it before the process ends. */
  whenIdle(): Promise<void>
}

type IsGood = (tokens: StoredTokens) => boolean

export function createTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  const { grantsFor, vault, opensOwnAccount, now, keepPassword } = options
  const shared = new SingleFlight<string>()

  async function goodToken(
    on24ClientId: string,
    isGood: IsGood,
    signal: AbortSignal,
  ): Promise<string> {
    const link = openLink(await vault.read(on24ClientId))
    if (link.tokens && isGood(link.tokens)) return link.tokens.accessToken
    const renewed = await vault.withUserLease(link.userName, signal, (leaseSignal) =>
      renewUnlessDone(on24ClientId, link.userName, isGood, AbortSignal.any([signal, leaseSignal])),
    )
    return renewed ?? goodToken(on24ClientId, isGood, signal)
  }

  /** Null if the stored link must be read again, for example because it now has another user name. */
  async function renewUnlessDone(
    on24ClientId: string,
    userName: string,
    isGood: IsGood,
    signal: AbortSignal,
  ): Promise<string | null> {
    const stored = openLink(await vault.read(on24ClientId))
    if (stored.tokens && isGood(stored.tokens)) return stored.tokens.accessToken
    if (stored.userName !== userName) return null
    const link = keepPassword ? stored : { ...stored, password: null }
    const grants = await grantsFor(on24ClientId)
    return renewTokens({ on24ClientId, link, vault, grants, opensOwnAccount, now, signal })
  }

  return {
    accessToken: (on24ClientId, { signal, refused }) =>
      shared.join(`use ${on24ClientId} ${refused ?? ''}`, signal, (abandoned) => {
        const isGood = (tokens: StoredTokens) =>
          tokens.accessToken !== refused && tokens.isUnchecked !== true && isAlive(tokens, now())
        return goodToken(on24ClientId, isGood, abandoned)
      }),
    refreshIfOld: async (on24ClientId, { signal }) => {
      await shared.join(`keep ${on24ClientId}`, signal, (abandoned) => {
        const isGood = ({ refreshObtainedAt }: StoredTokens) => {
          const ageMs = now().getTime() - Date.parse(refreshObtainedAt)
          // A time in the future says nothing about the token's age.
          return ageMs >= 0 && ageMs <= OLD_REFRESH_TOKEN_MS
        }
        return goodToken(on24ClientId, isGood, abandoned)
      })
    },
    whenIdle: () => shared.whenIdle(),
  }
}

function openLink(link: StoredLink | null): StoredLink {
  if (!link) throw new ActOnAccessRefused('The account is not linked to Act-On.')
  if (link.needsRelinkSince !== null) {
    throw new ActOnAccessRefused('The account must be linked to Act-On again.')
  }
  return link
}
