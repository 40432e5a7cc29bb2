/**
 * Act-On's 429 means "too many this second" or "too many today", and does not say which. So all calls wait a moment;
 * if none succeeds for a minute, the calls of the day count as used up.
 */
import { ActOnRateLimited } from '../../src/act-on/errors.ts'
import { ActOnTooManySignIns } from '../../src/act-on/tokens/token-errors.ts'
import type { Timing } from '../../src/config/polling-and-waits.ts'
import { isRateLimitedTokenCall, isTooManyCalls } from '../../src/operating/too-many-calls.ts'

const LONGEST_WAIT_MS = 10_000
const TOKEN = 'token'

type Patience = Pick<Timing, 'rateLimitWaitMs' | 'signInWaitMs' | 'rateLimitPatienceMs'>

export class RateLimitPatience {
  readonly #policy: Patience
  /**
   * By endpoint: since when its calls are refused. Act-On may refuse one endpoint and keep answering others, so a
   * call that succeeds elsewhere says nothing about it.
   */
  readonly #refusedSince = new Map<string, number>()

  constructor(policy: Patience) {
    this.#policy = policy
  }

  /** Asked when `waitMs` returns null: Act-On still refuses, or did until our own sign-ins were used up. */
  isUsedUp(error: unknown): boolean {
    if (isTooManyCalls(error)) return true
    return error instanceof ActOnTooManySignIns && this.#refusedSince.size > 0
  }

  onAccepted(endpoint: string): void {
    this.#refusedSince.delete(endpoint)
    this.#refusedSince.delete(TOKEN)
  }

  /** How long all calls wait after this error, in milliseconds. Null: it is no rate limit, or the day is used up. */
  waitMs(error: unknown): number | null {
    const refused = this.#refused(error)
    if (refused === null) return null
    const now = performance.now()
    const since = this.#refusedSince.get(refused.endpoint) ?? now
    this.#refusedSince.set(refused.endpoint, since)
    if (now - since >= this.#policy.rateLimitPatienceMs) return null
    const jittered = this.#policy.rateLimitWaitMs * (1 + Math.random())
    return Math.max(refused.askedMs, jittered)
  }

  #refused(error: unknown): { readonly endpoint: string; readonly askedMs: number } | null {
    if (error instanceof ActOnRateLimited) {
      const { endpoint, retryAfterMs } = error
      return { endpoint, askedMs: Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS) }
    }
    return isRateLimitedTokenCall(error)
      ? { endpoint: TOKEN, askedMs: this.#policy.signInWaitMs }
      : null
  }
}
