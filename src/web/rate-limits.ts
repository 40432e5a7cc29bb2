/** Rate limits, shared by all web processes through the store. They store no addresses. */
import type { Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit as limiter, type Store as HitStore } from 'express-rate-limit'
import type { Service } from '../service.ts'
import { countHit, dropOldHits, type Hits, readHits } from '../store/visitors/rate-limits.ts'
import { setRetryAfter } from './retry-after.ts'

export interface RateLimitOptions {
  /** Separates its counts from those of other limits. */
  readonly name: string
  /** Requests allowed in a window. */
  readonly limit: number
  readonly windowMs: number
  /** Identifies the client; stored as a keyed hash. */
  readonly keyOf: (request: Request) => string
  /** Default: every request counts. One that does not count is always let through. */
  readonly counts?: (request: Request) => boolean
  /** Called once in a window, before the answer. */
  readonly onFirstRefusal?: (request: Request) => Promise<void>
  /** Sends the answer. Status 429 and Retry-After are set already; the window ends at `until`. */
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
    // These headers would reveal differences between answers that must look the same.
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: keyOf,
    store: hitStore(options.name, counters.count),
    handler: (request, response, next) => {
      refuse(request, response).catch(next)
    },
  })
}

/** The client's address as far as TRUST_PROXY reveals it; for IPv6 the /56, which providers give to one customer. */
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
    // Counts are never reverted: the options that would do so are not used.
    decrement: () => undefined,
    resetKey: () => undefined,
  }
}
