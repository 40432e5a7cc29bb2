/**
 * Act-On's token calls only: no storage, no fallbacks. Credentials are sent only in the form, because URLs end up in
 * logs.
 */
import type { OnVendorCall, Pace } from '../../contracts/vendor-call.ts'
import type { HttpTimeouts } from '../../http/call-watch.ts'
import { createHttpCaller } from '../../http/http-caller.ts'
import { parseJson } from '../../http/json-text.ts'
import { sendOrUnavailable } from '../api.ts'
import { tokenRefusal } from '../classify.ts'
import { ActOnUnexpectedResponse } from '../errors.ts'
import { tokenPairSchema } from '../schemas.ts'
import type { TokenPair } from './token-vault.ts'

const TIMEOUTS: HttpTimeouts = {
  connectMs: 10_000,
  responseMs: 20_000,
  idleMs: 10_000,
  totalMs: 30_000,
}
const MAX_BODY_BYTES = 1024 * 1024
const NEVER_ABORTED = new AbortController().signal

export interface GrantOptions {
  /** Ends the wait for the pace. A call that was already sent continues, or its token pair would be lost. */
  readonly signal: AbortSignal
  /** Awaited after the wait for the pace, just before the call is sent. */
  readonly onSend?: () => Promise<void>
}

export interface GrantedTokens extends TokenPair {
  /** Milliseconds from the time when the call was sent. */
  readonly expiresInMs: number
}

/**
 * Both throw the errors of `token-errors.ts`, ActOnApiNotEnabled, ActOnUnavailable and
 * ActOnUnexpectedResponse.
 */
export interface TokenGrants {
  /** Act-On REST API, POST /token, grant type `password`. Invalidates every earlier pair of this user name. */
  grantByPassword(
    credentials: { readonly userName: string; readonly password: string },
    options: GrantOptions,
  ): Promise<GrantedTokens>
  /** Act-On REST API, POST /token, grant type `refresh_token`. The refresh token is single-use. */
  grantByRefreshToken(refreshToken: string, options: GrantOptions): Promise<GrantedTokens>
}

export interface TokenGrantsOptions {
  /** Origin of the account's region. */
  readonly baseUrl: string
  /** The client id of our integration: the same for all customers. */
  readonly clientId: string
  readonly clientSecret: string
  readonly pace: Pace<'api'>
  readonly onCall?: OnVendorCall | undefined
  readonly timeouts?: Partial<HttpTimeouts>
}

export function createTokenGrants(integration: TokenGrantsOptions): TokenGrants {
  const http = createHttpCaller({
    vendor: 'actOn',
    baseUrl: integration.baseUrl,
    timeouts: { ...TIMEOUTS, ...integration.timeouts },
    maxBodyBytes: MAX_BODY_BYTES,
    onCall: integration.onCall,
  })

  async function grant(
    type: 'password' | 'refresh_token',
    fields: Readonly<Record<string, string>>,
    { signal, onSend }: GrantOptions,
  ): Promise<GrantedTokens> {
    await integration.pace.take('api', signal)
    await onSend?.()
    signal.throwIfAborted()
    const reply = await sendOrUnavailable(http, {
      endpoint: 'token',
      method: 'POST',
      path: '/token',
      body: new URLSearchParams({
        grant_type: type,
        ...fields,
        client_id: integration.clientId,
        client_secret: integration.clientSecret,
      }),
      signal: NEVER_ABORTED,
    })
    const json = parseJson(reply.body)
    const pair = tokenPairSchema.safeParse(json.ok ? json.value : null)
    if (!pair.success) {
      throw tokenRefusal(reply, type) ?? new ActOnUnexpectedResponse('token', 'no pair of tokens')
    }
    const { access_token, refresh_token, expires_in } = pair.data
    return {
      accessToken: access_token,
      refreshToken: refresh_token,
      expiresInMs: expires_in * 1000,
    }
  }

  return {
    grantByPassword: ({ userName, password }, options) =>
      grant('password', { username: userName, password }, options),
    grantByRefreshToken: (refreshToken, options) =>
      grant('refresh_token', { refresh_token: refreshToken }, options),
  }
}
