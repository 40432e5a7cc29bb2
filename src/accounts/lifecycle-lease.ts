/** Registering, changing, starting and removing an account exclude each other across all processes. */
import { withLease } from '../store/leases/hold-lease.ts'
import { accountLifeLease } from '../store/leases/lease-names.ts'
import type { Store } from '../store/database.ts'

/** Waits until no other process holds the account's lifecycle lease, then runs `work` under it. */
export async function withLifecycleLease<T>(
  store: Store,
  on24ClientId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withLease(store, { name: accountLifeLease(on24ClientId), signal }, work)
}
