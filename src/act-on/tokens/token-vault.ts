/** What the token keeper needs from the store. The store does the encryption. */

export interface TokenPair {
  readonly accessToken: string
  /** Single-use: lost if it was sent and the response was not stored. */
  readonly refreshToken: string
}

export interface StoredTokens extends TokenPair {
  /** ISO 8601. */
  readonly accessExpiresAt: string
  /** ISO 8601. */
  readonly refreshObtainedAt: string
  /** Set for a pair from a sign-in until its Act-On account is verified: it must not be used before. */
  readonly isUnchecked?: true
}

/** An access token that expires within this time counts as expired. */
const ACCESS_MARGIN_MS = 60_000

export function isAlive({ accessExpiresAt }: StoredTokens, now: Date): boolean {
  return Date.parse(accessExpiresAt) - now.getTime() > ACCESS_MARGIN_MS
}

export function uncheckedTokens(tokens: StoredTokens): StoredTokens {
  return { ...tokens, isUnchecked: true }
}

export interface Access {
  /** Null where the operator does not keep passwords. */
  readonly password: string | null
  /** Null after a refresh token was refused. */
  readonly tokens: StoredTokens | null
}

export interface StoredLink extends Access {
  readonly userName: string
  /** The link's access before it was handed a pair from another link's sign-in; kept until that pair is checked. */
  readonly beforeHandOver: Access | null
  /** Changes when the account is linked again, but not when tokens are saved. */
  readonly version: number
  /** ISO 8601; while it is set, no token call is made. */
  readonly needsRelinkSince: string | null
}

/** `page`: someone entered the user name on the linking page. `sync`: the service itself needed a token. */
export type SignInOrigin = 'page' | 'sync'

export interface TokenVault {
  read(on24ClientId: string): Promise<StoredLink | null>

  /**
   * Replaces the pair (null: no working pair) of the link that was read as `version`; does nothing if another link
   * has replaced that one. Must be durable before it resolves. Deletes a stored password where passwords are no longer
   * kept, and, when it saves a checked pair, `beforeHandOver`.
   */
  saveTokens(on24ClientId: string, version: number, tokens: StoredTokens | null): Promise<void>

  /** Restores `beforeHandOver`, because the pair that was handed over belongs to another Act-On account. */
  revertHandOver(on24ClientId: string, version: number): Promise<void>

  /**
   * Marks the link that was read as `version` as lost; does nothing if another link has replaced it. `reason` is a
   * sentence without personal data.
   */
  markNeedsRelink(on24ClientId: string, version: number, reason: string): Promise<void>

  /** Called before each token call, whatever its grant type. */
  recordSignIn(userName: string, origin: SignInOrigin): Promise<void>

  /** Stops counting the page's latest token call of this user name, which failed through Act-On's fault or ours. */
  forgiveSignIn(userName: string): Promise<void>

  /**
   * The number of token calls of this user name recorded in the last `ms` milliseconds: of all origins, or of one.
   * Spellings that Act-On might treat as the same user count together.
   */
  signInsWithin(userName: string, ms: number, origin?: SignInOrigin): Promise<number>

  /**
   * Runs `work` while no other caller in any process does so for the same user name. Rejects if `signal` aborts during
   * the wait. `leaseSignal` aborts when the lease is lost.
   */
  withUserLease<T>(
    userName: string,
    signal: AbortSignal,
    work: (leaseSignal: AbortSignal) => Promise<T>,
  ): Promise<T>
}
