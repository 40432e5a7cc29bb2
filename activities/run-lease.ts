/** One `accountSync` run of an account at a time, however it was started: the run's lease on the account. */
import { runLease } from '../src/leases/lease-names.ts'
import { isClosing } from '../src/store/closing-accounts.ts'
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

/**
 * The account is being removed, or is gone: no run of it does anything more. It is also gone when the store was
 * restored from a day before it was registered.
 */
export class AccountIsClosing extends Error {
  override readonly name = 'AccountIsClosing'
  constructor(on24ClientId: string) {
    super(
      `Account ${on24ClientId} is being removed, or is not registered in this store; its runs end.`,
    )
  }
}

/** Takes or renews the lease for the run. Throws RunBusy while another run has it, and AccountIsClosing. */
export async function keepRunLease(
  store: Store,
  run: { readonly on24ClientId: string; readonly runKey: string },
): Promise<void> {
  const { on24ClientId, runKey } = run
  if (await isClosing(store, on24ClientId)) throw new AccountIsClosing(on24ClientId)
  const taken = await takeLease(store, runLease(on24ClientId), runKey, RUN_LEASE_TTL_MS)
  if (!taken) throw new RunBusy(on24ClientId)
}

export async function endRunLease(
  store: Store,
  run: { readonly on24ClientId: string; readonly runKey: string },
): Promise<void> {
  await releaseLease(store, runLease(run.on24ClientId), run.runKey)
}
