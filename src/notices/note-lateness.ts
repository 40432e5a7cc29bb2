/**
 * Finds accounts without a success for 13 hours. From the store alone, in every process, web servers included:
 * it has to be noticed also when no run is started, because Temporal or every worker is away.
 */
import { LATE_AFTER_HOURS } from '../contracts/notice.ts'
import type { Service } from '../service.ts'
import { accountsToMarkLate, markLate } from '../store/accounts/account-state.ts'
import { accountsWithFutureStamps, forgetFutureStamps } from '../store/accounts/future-stamps.ts'

/** However many processes look, each account is called late once until a run of it succeeds. */
export async function noteLateness(
  { store, now }: Pick<Service, 'store' | 'now'>,
  stopped: AbortSignal,
): Promise<void> {
  const at = now()
  const quietBefore = new Date(at.getTime() - LATE_AFTER_HOURS * 3_600_000)
  for (const on24ClientId of await accountsWithFutureStamps(store, at)) {
    await forgetFutureStamps(store, on24ClientId, at)
  }
  // One at a time: a statement that locks many accounts could meet another that does so in another order.
  for (const on24ClientId of await accountsToMarkLate(store, quietBefore)) {
    if (stopped.aborted) return
    await markLate(store, on24ClientId, quietBefore, at)
  }
}
