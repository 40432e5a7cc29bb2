/**
 * A run's lease: one `accountSync` run of an account at a time, however it was started. A backfill has a lease of
 * its own, which shuts nobody out but says that it is at work. Each look at the lease is one at the account, too.
 */
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import { SoftStop } from '../../src/http/soft-stop.ts'
import { backfillLease, runLease } from '../../src/store/leases/lease-names.ts'
import { reasonToStop } from '../../src/store/accounts/removals.ts'
import type { Store } from '../../src/store/database.ts'
import { releaseLease, takeLease } from '../../src/store/leases/leases.ts'
import { AccountBeingRemoved } from '../../src/store/accounts/account.ts'

/**
 * Long enough for a worker to come back between two activities of the run. A backfill is at work also while it waits
 * for a vendor that is away, up to an hour: nobody else is to take it for one that was terminated.
 */
const LEASE_TTL_MS = { sync: 60_000, backfill: 90 * 60_000 } as const

export class RunBusy extends Error {
  override readonly name = 'RunBusy'
  constructor(on24ClientId: string) {
    super(`Another run of account ${on24ClientId} is at work; this one waits for its turn.`)
  }
}

/** Somebody paused the account: its work ends at the next safe point, and goes on after a resume. */
export class AccountPaused extends SoftStop {
  override readonly name = 'AccountPaused'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is paused; its work goes on when it is resumed.`)
  }
}

/**
 * Takes or renews the lease for the run, and says whether the account is paused. Throws RunBusy while another run
 * has it, and AccountBeingRemoved.
 */
export async function keepRunLease(
  store: Store,
  run: RunReference,
): Promise<{ readonly isPaused: boolean }> {
  const { on24ClientId, runKey } = run
  const stop = await reasonToStop(store, on24ClientId)
  if (stop === 'removed') throw new AccountBeingRemoved(on24ClientId)
  const taken = await takeLease(store, leaseOf(run), runKey, LEASE_TTL_MS[run.kind])
  if (!taken) throw new RunBusy(on24ClientId)
  return { isPaused: stop === 'paused' }
}

export async function endRunLease(store: Store, run: RunReference): Promise<void> {
  await releaseLease(store, leaseOf(run), run.runKey)
}

function leaseOf({ on24ClientId, runKey, kind }: RunReference): string {
  return kind === 'sync' ? runLease(on24ClientId) : backfillLease(on24ClientId, runKey)
}
