/**
 * Obtains a new token pair for a link: with its refresh token, else with its password, else the customer must link
 * again. Runs only inside the user name's lease, and stores every pair before it is used.
 */
import { ActOnAccessRefused, ActOnUnavailable, ActOnUnexpectedResponse } from '../errors.ts'
import { assertSignInLeft } from './sign-in-budget.ts'
import { ActOnRefreshTokenRefused, ActOnWrongPassword } from './token-errors.ts'
import type { GrantedTokens, GrantOptions, TokenGrants } from './token-grants.ts'
import {
  isAlive,
  type StoredLink,
  type StoredTokens,
  type TokenVault,
  uncheckedTokens,
} from './token-vault.ts'

/** Asks Act-On whether the access token belongs to the Act-On account that the ON24 client is linked with. */
export type OpensOwnAccount = (
  on24ClientId: string,
  accessToken: string,
  signal: AbortSignal,
) => Promise<boolean>

export interface Renewal {
  readonly on24ClientId: string
  readonly link: StoredLink
  readonly vault: TokenVault
  readonly grants: TokenGrants
  readonly opensOwnAccount: OpensOwnAccount
  readonly now: () => Date
  readonly signal: AbortSignal
}

/**
 * Returns the new access token, or null after a hand-over was reverted. Throws ActOnTooManySignIns before a call for
 * which the hour has no sign-in left; nothing stored changes then, so the next attempt continues where this one
 * stopped.
 */
export async function renewTokens(renewal: Renewal): Promise<string | null> {
  const left = uncheckedPair(renewal)
  if (left !== null) {
    const isOwn = await opensOwn(renewal, left).catch(nullIfRefused)
    if (isOwn !== null) return settle(renewal, left, isOwn)
  }
  const { tokens, isUnchecked } = await renew(renewal)
  if (!isUnchecked) return tokens.accessToken
  return settle(renewal, tokens, await opensOwn(renewal, tokens))
}

/** The stored pair, if its account was never checked and its access token has not expired. */
function uncheckedPair({ link: { tokens }, now }: Renewal): StoredTokens | null {
  if (tokens?.isUnchecked !== true || !isAlive(tokens, now())) return null
  const { accessToken, refreshToken, accessExpiresAt, refreshObtainedAt } = tokens
  return { accessToken, refreshToken, accessExpiresAt, refreshObtainedAt }
}

function opensOwn(
  { opensOwnAccount, on24ClientId, signal }: Renewal,
  { accessToken }: StoredTokens,
): Promise<boolean> {
  return opensOwnAccount(on24ClientId, accessToken, signal)
}

function nullIfRefused(error: unknown): null {
  if (error instanceof ActOnAccessRefused) return null
  throw error
}

async function settle(renewal: Renewal, tokens: StoredTokens, isOwn: boolean) {
  const { vault, on24ClientId, link } = renewal
  if (isOwn) {
    await vault.saveTokens(on24ClientId, link.version, tokens)
    return tokens.accessToken
  }
  if (link.beforeHandOver === null) {
    return giveUp(renewal, 'The Act-On user name now belongs to another Act-On account.')
  }
  await vault.revertHandOver(on24ClientId, link.version)
  return null
}

/** A pair obtained by a sign-in, or renewed from such a pair, is unchecked until its Act-On account is verified. */
interface Renewed {
  readonly tokens: StoredTokens
  readonly isUnchecked: boolean
}

async function renew(renewal: Renewal): Promise<Renewed> {
  const { link, vault, on24ClientId } = renewal
  if (link.tokens === null) return signIn(renewal)
  try {
    return await refresh(renewal, link.tokens.refreshToken)
  } catch (error) {
    if (error instanceof ActOnRefreshTokenRefused) {
      // Another attempt with the refused token would only use up a sign-in.
      await vault.saveTokens(on24ClientId, link.version, null)
      return signIn(renewal)
    }
    if (!mayHaveSpentToken(error) || link.password === null) throw error
    return signIn(renewal)
  }
}

function refresh(renewal: Renewal, refreshToken: string): Promise<Renewed> {
  const isUnchecked = renewal.link.tokens?.isUnchecked === true
  return obtain(renewal, isUnchecked, (options) =>
    renewal.grants.grantByRefreshToken(refreshToken, options),
  )
}

async function signIn(renewal: Renewal): Promise<Renewed> {
  const { link, grants } = renewal
  const { userName, password } = link
  if (password === null) return giveUp(renewal, 'Act-On refused the refresh token.')
  try {
    return await obtain(renewal, true, (options) =>
      grants.grantByPassword({ userName, password }, options),
    )
  } catch (error) {
    if (!(error instanceof ActOnWrongPassword)) throw error
    return giveUp(renewal, 'Act-On refused the stored user name or password.')
  }
}

async function obtain(
  renewal: Renewal,
  isUnchecked: boolean,
  grant: (options: GrantOptions) => Promise<GrantedTokens>,
): Promise<Renewed> {
  const { on24ClientId, link, vault, now, signal } = renewal
  await assertSignInLeft(vault, link.userName, 'sync')
  let sentAt = now()
  const onSend = async () => {
    await vault.recordSignIn(link.userName, 'sync')
    sentAt = now()
  }
  const { expiresInMs, ...pair } = await grant({ signal, onSend })
  const tokens = {
    ...pair,
    accessExpiresAt: new Date(sentAt.getTime() + expiresInMs).toISOString(),
    refreshObtainedAt: sentAt.toISOString(),
  }
  const stored = isUnchecked ? uncheckedTokens(tokens) : tokens
  await vault.saveTokens(on24ClientId, link.version, stored)
  return { tokens, isUnchecked }
}

async function giveUp({ vault, on24ClientId, link }: Renewal, reason: string): Promise<never> {
  await vault.markNeedsRelink(on24ClientId, link.version, reason)
  throw new ActOnAccessRefused(reason)
}

/** Without a readable response, Act-On may have issued a pair that never reached us. */
function mayHaveSpentToken(error: unknown): boolean {
  if (error instanceof ActOnUnavailable) return error.mayHaveTakenEffect
  return error instanceof ActOnUnexpectedResponse
}
