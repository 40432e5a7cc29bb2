/** Does work under a lease, renews the lease while the work runs, and stops the work if the lease is lost. */
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
    super(`The lease "${leaseName}" could not be renewed in time; another process may hold it now.`)
  }
}

export interface LeaseRequest {
  /** One of the names in lease-names.ts. */
  readonly name: string
  /** A different owner for every attempt; random if left out. */
  readonly owner?: string
  readonly signal: AbortSignal
  /** How long the lease lasts after its last renewal; 15 seconds if left out. */
  readonly ttlMs?: number
}

/**
 * Runs `work` if the lease is free, else returns null at once. The signal that `work` gets aborts when `signal` does,
 * or when the lease was not renewed: nothing may be written to a vendor after that.
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

/** Like `tryWithLease`, but waits until the lease is free. */
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
      // The database may be down for a moment: the lease stays valid until it expires.
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
