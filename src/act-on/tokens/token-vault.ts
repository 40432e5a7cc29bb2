/** What the token keeper needs from the store. The store encrypts; this folder never sees how. */

export interface TokenPair {
  readonly accessToken: string
  /** Single-use: lost once it was sent and the answer was not stored. */
  readonly refreshToken: string
}

export interface StoredTokens extends TokenPair {
  /** ISO 8601. */
  readonly accessExpiresAt: string
  /** ISO 8601. */
  readonly refreshObtainedAt: string
  /** It comes from a sign-in, and nobody has seen yet whose Act-On account it opens: not to be used before. */
  readonly isUnchecked?: true
}

/** An access token that ends within this time counts as ended. */
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
  /** What the link had before it was given a pair of somebody else's sign-in, until that pair is checked. */
  readonly beforeHandOver: Access | null
  /** Changes when the account is linked again, not when tokens are saved. */
  readonly version: number
  /** ISO 8601; while set, Act-On is not asked for a token. */
  readonly needsRelinkSince: string | null
}

/** `page`: somebody typed the user name on the linking page. `sync`: the service itself needed a token. */
export type SignInOrigin = 'page' | 'sync'

export interface TokenVault {
  read(on24ClientId: string): Promise<StoredLink | null>

  /**
   * Replaces the pair (null: there is none that works) of the link that was read as `version`; does
   * nothing when another link has taken its place. Must be durable before it resolves. Drops a kept
   * password where passwords are not kept any more, and with a checked pair what was before a hand-over.
   */
  saveTokens(on24ClientId: string, version: number, tokens: StoredTokens | null): Promise<void>

  /** The pair that was handed over opens another Act-On account: the link has again what it had before. */
  takeBackHandOver(on24ClientId: string, version: number): Promise<void>

  /**
   * The link that was read as `version` is lost; does nothing when another link has taken its place.
   * `reason` is a sentence without personal data.
   */
  markNeedsRelink(on24ClientId: string, version: number, reason: string): Promise<void>

  /** Called before each token call, whatever its grant. */
  recordSignIn(userName: string, origin: SignInOrigin): Promise<void>

  /** The page's latest token call of this user name came to nothing by Act-On's own fault, or by ours. */
  forgiveSignIn(userName: string): Promise<void>

  /**
   * How many token calls of this user name were recorded in the last `ms` milliseconds: of all origins, or
   * of one. Spellings that Act-On might take for the same user count together.
   */
  signInsWithin(userName: string, ms: number, origin?: SignInOrigin): Promise<number>

  /**
   * Runs `work` while nobody else, over all workers, does so for the same user name. Rejects when `signal`
   * aborts before it is its turn. `leaseSignal` aborts when the lease was lost.
   */
  withUserLease<T>(
    userName: string,
    signal: AbortSignal,
    work: (leaseSignal: AbortSignal) => Promise<T>,
  ): Promise<T>
}
