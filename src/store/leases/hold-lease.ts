/** Does work under a lease that is renewed meanwhile, and stops the work when the lease is lost. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../database.ts'
import { releaseLease, takeLease } from './leases.ts'

const LEASE_TTL_MS = 15_000
const RENEW_EVERY_MS = 4_000
const ASK_AGAIN_MS = 250

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
  constructor(leaseName: string) {
    super(`The lease "${leaseName}" could not be renewed in time; somebody else may hold it now.`)
  }
}

export interface LeaseRequest {
  /** What is worked on: one of lease-names.ts. */
  readonly name: string
  /** Who works on it: another owner for every attempt. Left out: a random one. */
  readonly owner?: string
  readonly signal: AbortSignal
  /** How long it outlives its last renewal; 15 seconds when left out. */
  readonly ttlMs?: number
}

/**
 * Runs `work` if the lease is free, else returns null at once. The signal that `work` gets aborts when
 * `signal` does, or when the lease was not renewed: nothing may be written to a vendor after that.
 */
export async function tryWithLease<T>(
  store: Store,
  request: LeaseRequest,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly result: T } | null> {
  const { name, owner = randomUUID(), signal, ttlMs = LEASE_TTL_MS } = request
  const takenAt = performance.now()
  if (!(await takeLease(store, name, owner, ttlMs))) return null
  const lost = new AbortController()
  const renewing = renew(store, { name, owner, ttlMs, takenAt }, lost)
  try {
    return { result: await work(AbortSignal.any([signal, lost.signal])) }
  } finally {
    await renewing.stop()
    await releaseLease(store, name, owner)
  }
}

/** Like `tryWithLease`, but waits for its turn. */
export async function withLease<T>(
  store: Store,
  request: LeaseRequest,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (;;) {
    const done = await tryWithLease(store, request, work)
    if (done !== null) return done.result
    await sleep(ASK_AGAIN_MS, undefined, { signal: request.signal })
  }
}

interface HeldLease {
  readonly name: string
  readonly owner: string
  readonly ttlMs: number
  /** By `performance.now()`. */
  readonly takenAt: number
}

function renew(
  store: Store,
  { name, owner, ttlMs, takenAt }: HeldLease,
  lost: AbortController,
): { stop(): Promise<void> } {
  let validUntil = takenAt + ttlMs
  let pending: Promise<void> = Promise.resolve()
  const renewOnce = async () => {
    const askedAt = performance.now()
    try {
      if (await takeLease(store, name, owner, ttlMs)) {
        validUntil = askedAt + ttlMs
        return
      }
      validUntil = 0
    } catch {
      // The database may be away for a moment: the lease is good until it runs out.
    }
  }
  const renewTimer = setInterval(
    () => {
      pending = pending.then(renewOnce)
    },
    Math.min(RENEW_EVERY_MS, ttlMs / 3),
  )
  const watchTimer = setInterval(() => {
    if (performance.now() >= validUntil) lost.abort(new LeaseLost(name))
  }, ttlMs / 15)
  return {
    async stop() {
      clearInterval(renewTimer)
      clearInterval(watchTimer)
      await pending
    },
  }
}
