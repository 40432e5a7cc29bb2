/**
 * Finds accounts without a successful run for 13 hours. Uses only the store and runs in every process, web servers
 * included, so that it also works when Temporal or all workers are down and no runs start.
 */
import { LATE_AFTER_HOURS } from '../contracts/notice.ts'
import type { Service } from '../service.ts'
import { accountsToMarkLate, markLate } from '../store/accounts/account-state.ts'
import { accountsWithFutureStamps, forgetFutureStamps } from '../store/accounts/future-stamps.ts'

/** Marks each account late once until one of its runs succeeds, however many processes call this. */
export async function noteLateness(
  { store, now }: Pick<Service, 'store' | 'now'>,
  stopped: AbortSignal,
): Promise<void> {
  const at = now()
  const quietBefore = new Date(at.getTime() - LATE_AFTER_HOURS * 3_600_000)
  for (const on24ClientId of await accountsWithFutureStamps(store, at)) {
    await forgetFutureStamps(store, on24ClientId, at)
  }
  // One at a time: two statements that lock many accounts in different orders could deadlock.
  for (const on24ClientId of await accountsToMarkLate(store, quietBefore)) {
    if (stopped.aborted) return
    await markLate(store, on24ClientId, quietBefore, at)
  }
}
