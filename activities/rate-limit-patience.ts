/**
 * Act-On's 429 means "too many this second" or "too many today", and does not say which. So everybody
 * waits a moment, and if nothing goes through for a minute, the day is taken to be used up.
 */
import { ActOnRateLimited } from '../src/act-on/errors.ts'
import { ActOnTooManySignIns } from '../src/act-on/token-errors.ts'
import type { VendorCall } from '../src/contracts/vendor-call.ts'
import type { DeliveryPolicy } from '../src/delivery/delivery.ts'
import { isRefusedToken, isTooManyCalls } from '../src/operating/too-many-calls.ts'

const LONGEST_WAIT_MS = 10_000

type Patience = Pick<DeliveryPolicy, 'rateLimitWaitMs' | 'signInWaitMs' | 'rateLimitPatienceMs'>

export class RateLimitPatience {
  readonly #policy: Patience
  #refusedSince: number | null = null

  constructor(policy: Patience) {
    this.#policy = policy
  }

  /** Once there is no more waiting: Act-On still refuses, or did until our own sign-ins were used up. */
  isUsedUp(error: unknown): boolean {
    if (isTooManyCalls(error)) return true
    return error instanceof ActOnTooManySignIns && this.#refusedSince !== null
  }

  /** Any call that goes through ends the patience's clock. */
  onCall({ vendor, result }: VendorCall): void {
    if (vendor === 'actOn' && typeof result === 'number' && result < 400) this.#refusedSince = null
  }

  /** How long everybody waits after this error, in milliseconds; null: it is none, or the day is used up. */
  waitMs(error: unknown): number | null {
    const askedMs = this.#askedMs(error)
    if (askedMs === null) return null
    const now = performance.now()
    this.#refusedSince ??= now
    if (now - this.#refusedSince >= this.#policy.rateLimitPatienceMs) return null
    const jittered = this.#policy.rateLimitWaitMs * (1 + Math.random())
    return Math.max(askedMs, jittered)
  }

  #askedMs(error: unknown): number | null {
    if (error instanceof ActOnRateLimited) {
      return Math.min(error.retryAfterMs ?? 0, LONGEST_WAIT_MS)
    }
    return isRefusedToken(error) ? this.#policy.signInWaitMs : null
  }
}
