/** Registering, starting and removing an account exclude each other, over all processes. */
import { randomUUID } from 'node:crypto'
import { withLease } from '../leases/hold-lease.ts'
import type { Store } from '../store/database.ts'

/** Waits until nobody else begins or ends this account's life. */
export async function withAccountLife<T>(
  store: Store,
  on24ClientId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const request = { name: `accountLife/${on24ClientId}`, owner: randomUUID(), signal }
  return withLease(store, request, work)
}
