/** Registering, starting and removing an account exclude each other, over all processes. */
import { withLease } from '../store/leases/hold-lease.ts'
import { accountLifeLease } from '../store/leases/lease-names.ts'
import type { Store } from '../store/database.ts'

/** Waits until nobody else begins or ends this account's life. */
export async function withAccountLife<T>(
  store: Store,
  on24ClientId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withLease(store, { name: accountLifeLease(on24ClientId), signal }, work)
}
