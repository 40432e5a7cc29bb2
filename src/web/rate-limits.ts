/** Limits on how often something may be asked. They hold for all web processes together, and keep nobody's address. */
import type { Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit as limiter, type Store as HitStore } from 'express-rate-limit'
import type { Service } from '../service.ts'
import { countHit, dropOldHits, type Hits, readHits } from '../store/visitors/rate-limits.ts'
import { setRetryAfter } from './retry-after.ts'

export interface RateLimitOptions {
  /** Tells its counts from those of other limits. */
  readonly name: string
  /** So many are let through in a window. */
  readonly limit: number
  readonly windowMs: number
  /** Whom it limits: stored as a keyed hash. */
  readonly keyOf: (request: Request) => string
  /** Left out: every request. One that does not count is let through, however many there were that do. */
  readonly counts?: (request: Request) => boolean
  /** Told once in a window, before the answer. */
  readonly onFirstRefusal?: (request: Request) => Promise<void>
  /** Says it in words of its own. Status 429 and Retry-After are set already; `until` the window lasts. */
  readonly answer: (response: Response, until: Date) => void
}

type Parts = Pick<Service, 'store' | 'ciphers' | 'now'>

export function rateLimit(parts: Parts, options: RateLimitOptions): RequestHandler {
  const { keyOf, counts = () => true } = options
  const counters = createCounters(parts, options)
  const refuse = async (request: Request, response: Response) => {
    const { hits, resetsAt } = await counters.read(keyOf(request))
    if (hits === options.limit + 1) await options.onFirstRefusal?.(request)
    setRetryAfter(response.status(429), resetsAt.getTime() - parts.now().getTime())
    options.answer(response, resetsAt)
  }
  return limiter({
    limit: options.limit,
    windowMs: options.windowMs,
    skip: (request) => !counts(request),
    // They would tell apart what must look the same.
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: keyOf,
    store: hitStore(options.name, counters.count),
    handler: (request, response, next) => {
      refuse(request, response).catch(next)
    },
  })
}

/** A client's address as far as TRUST_PROXY tells; of IPv6 the /56, which is what one customer is given. */
export function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '')
}

interface Counters {
  count(key: string): Promise<Hits>
  read(key: string): Promise<Hits>
}

const DROP_OLD_EVERY_MS = 15 * 60 * 1000

function createCounters(
  { store, ciphers, now }: Parts,
  { name, windowMs }: RateLimitOptions,
): Counters {
  const rowOf = async (key: string) => `${name}/${await ciphers.serviceHash(key)}`
  const read = async (key: string): Promise<Hits> => {
    const at = now()
    const resetsAt = new Date(at.getTime() + windowMs)
    return (await readHits(store, await rowOf(key), at)) ?? { hits: 0, resetsAt }
  }
  let droppedAt = now().getTime()
  return {
    async count(key) {
      const at = now()
      if (at.getTime() - droppedAt >= DROP_OLD_EVERY_MS) {
        droppedAt = at.getTime()
        await dropOldHits(store, at)
      }
      return countHit(store, await rowOf(key), windowMs, at)
    },
    read,
  }
}

function hitStore(name: string, increment: Counters['count']): HitStore {
  return {
    prefix: name,
    localKeys: false,
    async increment(key) {
      const { hits, resetsAt } = await increment(key)
      return { totalHits: hits, resetTime: resetsAt }
    },
    // Nothing that was counted is ever taken back: the options that would do so are not used.
    decrement: () => undefined,
    resetKey: () => undefined,
  }
}
