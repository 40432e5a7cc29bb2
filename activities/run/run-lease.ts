/**
 * A run's lease: one `accountSync` run of an account at a time, however it was started. A backfill has its own lease,
 * which excludes no other run but shows that the backfill is active. Each renewal also checks the account.
 */
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import { SoftStop } from '../../src/http/soft-stop.ts'
import { backfillLease, runLease } from '../../src/store/leases/lease-names.ts'
import { takeLeaseForAccount } from '../../src/store/leases/lease-for-account.ts'
import type { Store } from '../../src/store/database.ts'
import { releaseLease } from '../../src/store/leases/leases.ts'
import { AccountBeingRemoved, isBeingRemoved, isPaused } from '../../src/store/accounts/account.ts'

/**
 * Long enough to cover the time between two activities of a run. A backfill is still active while it waits for a vendor
 * that is down, up to an hour: other runs must not take it for a terminated one.
 */
const LEASE_TTL_MS = { sync: 60_000, backfill: 90 * 60_000, compare: 90 * 60_000 } as const

export class RunBusy extends Error {
  override readonly name = 'RunBusy'
  constructor(on24ClientId: string) {
    super(`Another run of account ${on24ClientId} is active; this one waits for its turn.`)
  }
}

/** The account was paused: its work stops at the next safe point, and continues after a resume. */
export class AccountPaused extends SoftStop {
  override readonly name = 'AccountPaused'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is paused; its work continues after a resume.`)
  }
}

/**
 * Takes or renews the run's lease, and returns whether the account is paused. Throws RunBusy while another run holds
 * the lease, and AccountBeingRemoved.
 */
export async function keepRunLease(
  store: Store,
  run: RunReference,
): Promise<{ readonly isPaused: boolean }> {
  const { on24ClientId, runKey } = run
  const lease = { name: leaseOf(run), owner: runKey, ttlMs: LEASE_TTL_MS[run.kind] }
  const account = await takeLeaseForAccount(store, on24ClientId, lease)
  if (account === undefined || isBeingRemoved(account)) throw new AccountBeingRemoved(on24ClientId)
  if (!account.isTaken) throw new RunBusy(on24ClientId)
  return { isPaused: isPaused(account) }
}

export async function endRunLease(store: Store, run: RunReference): Promise<void> {
  await releaseLease(store, leaseOf(run), run.runKey)
}

function leaseOf({ on24ClientId, runKey, kind }: RunReference): string {
  return kind === 'sync' ? runLease(on24ClientId) : backfillLease(on24ClientId, runKey)
}
