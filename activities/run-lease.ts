/** One `accountSync` run of an account at a time, however it was started: the run's lease on the account. */
import type { Store } from '../src/store/database.ts'
import { releaseLease, takeLease } from '../src/store/leases.ts'

/** Long enough for a worker to come back between two activities of the run. */
const RUN_LEASE_TTL_MS = 60_000

export class RunBusy extends Error {
  override readonly name = 'RunBusy'
  constructor(on24ClientId: string) {
    super(`Another run of account ${on24ClientId} is at work; this one waits for its turn.`)
  }
}

const leaseName = (on24ClientId: string) => `accountSync/${on24ClientId}`

/** Takes or renews the lease for the run. Throws RunBusy while another run has it. */
export async function keepRunLease(
  store: Store,
  run: { readonly on24ClientId: string; readonly runKey: string },
): Promise<void> {
  const name = leaseName(run.on24ClientId)
  const taken = await takeLease(store, name, run.runKey, RUN_LEASE_TTL_MS)
  if (!taken) throw new RunBusy(run.on24ClientId)
}

export async function endRunLease(
  store: Store,
  run: { readonly on24ClientId: string; readonly runKey: string },
): Promise<void> {
  await releaseLease(store, leaseName(run.on24ClientId), run.runKey)
}
