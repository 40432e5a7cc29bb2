/**
 * How a link gets a new pair of tokens: by its refresh token, else by its password, else the customer must
 * link again. Runs inside the user name's lease only, and stores every pair before it is used.
 */
import { ActOnAccessRefused, ActOnUnavailable, ActOnUnexpectedResponse } from './errors.ts'
import { assertSignInLeft } from './sign-in-budget.ts'
import { ActOnRefreshTokenRefused, ActOnWrongPassword } from './token-errors.ts'
import type { GrantedTokens, GrantOptions, TokenGrants } from './token-grants.ts'
import {
  type StoredLink,
  type StoredTokens,
  type TokenVault,
  uncheckedTokens,
} from './token-vault.ts'

/** Asks Act-On whether the access token opens the account that the ON24 client is linked with. */
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
 * Returns the new access token. Throws ActOnTooManySignIns before a call for which the hour has no room:
 * what is stored stays as it is then, so that the next attempt goes on where this one stopped.
 */
export async function renewTokens(renewal: Renewal): Promise<string> {
  const tokens = await renew(renewal)
  if (isUnchecked(renewal)) await check(renewal, tokens)
  return tokens.accessToken
}

function isUnchecked({ link }: Renewal): boolean {
  return link.tokens?.isUnchecked === true
}

async function check(renewal: Renewal, tokens: StoredTokens): Promise<void> {
  const { vault, on24ClientId, link, signal } = renewal
  if (!(await renewal.opensOwnAccount(on24ClientId, tokens.accessToken, signal))) {
    await giveUp(renewal, 'The Act-On user name now belongs to another Act-On account.')
  }
  await vault.saveTokens(on24ClientId, link.version, tokens)
}

async function renew(renewal: Renewal): Promise<StoredTokens> {
  const { link, vault, on24ClientId } = renewal
  if (link.tokens === null) return signIn(renewal)
  try {
    return await refresh(renewal, link.tokens.refreshToken)
  } catch (error) {
    if (error instanceof ActOnRefreshTokenRefused) {
      // Another attempt with a refused token would only use up a sign-in. The mark of an unchecked one is worth it.
      if (!isUnchecked(renewal)) await vault.saveTokens(on24ClientId, link.version, null)
      return signIn(renewal)
    }
    if (!mayHaveSpentToken(error) || link.password === null) throw error
    return signIn(renewal)
  }
}

function refresh(renewal: Renewal, refreshToken: string): Promise<StoredTokens> {
  return obtain(renewal, (options) => renewal.grants.grantByRefreshToken(refreshToken, options))
}

async function signIn(renewal: Renewal): Promise<StoredTokens> {
  const { link, grants } = renewal
  const { userName, password } = link
  if (password === null) return giveUp(renewal, 'Act-On refused the refresh token.')
  try {
    return await obtain(renewal, (options) =>
      grants.grantByPassword({ userName, password }, options),
    )
  } catch (error) {
    if (!(error instanceof ActOnWrongPassword)) throw error
    return giveUp(renewal, 'Act-On refused the stored user name or password.')
  }
}

async function obtain(
  renewal: Renewal,
  grant: (options: GrantOptions) => Promise<GrantedTokens>,
): Promise<StoredTokens> {
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
  const stored = isUnchecked(renewal) ? uncheckedTokens(tokens) : tokens
  await vault.saveTokens(on24ClientId, link.version, stored)
  return tokens
}

async function giveUp({ vault, on24ClientId, link }: Renewal, reason: string): Promise<never> {
  await vault.markNeedsRelink(on24ClientId, link.version, reason)
  throw new ActOnAccessRefused(reason)
}

/** No answer, or one that cannot be read: Act-On may have issued a pair that nobody has seen. */
function mayHaveSpentToken(error: unknown): boolean {
  if (error instanceof ActOnUnavailable) return error.mayHaveTakenEffect
  return error instanceof ActOnUnexpectedResponse
}
