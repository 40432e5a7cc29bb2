/**
 * Act-On's 429 means "too many this second" or "too many today", and does not say which. So everybody
 * waits a moment, and if nothing goes through for a minute, the day is taken to be used up.
 */
import type { VendorCall } from '../src/contracts/vendor-call.ts'
import type { DeliveryPolicy } from '../src/delivery/delivery.ts'

const LONGEST_WAIT_MS = 10_000

type Patience = Pick<DeliveryPolicy, 'rateLimitWaitMs' | 'rateLimitPatienceMs'>

export class RateLimitPatience {
  readonly #policy: Patience
  #refusedSince: number | null = null

  constructor(policy: Patience) {
    this.#policy = policy
  }

  /** Any call that goes through ends the patience's clock. */
  onCall({ vendor, result }: VendorCall): void {
    if (vendor === 'actOn' && typeof result === 'number' && result < 400) this.#refusedSince = null
  }

  /** How long everybody waits now, in milliseconds; null: the day is used up. */
  waitMs(retryAfterMs: number | null): number | null {
    const now = performance.now()
    this.#refusedSince ??= now
    if (now - this.#refusedSince >= this.#policy.rateLimitPatienceMs) return null
    const jittered = this.#policy.rateLimitWaitMs * (1 + Math.random())
    return Math.min(Math.max(retryAfterMs ?? 0, jittered), LONGEST_WAIT_MS)
  }
}
