/**
 * Finds accounts without a success for 13 hours. From the store alone, in every process, web servers included:
 * it has to be noticed also when no run is started, because Temporal or every worker is away.
 */
import { LATE_AFTER_HOURS } from '../contracts/notice.ts'
import type { Logger } from '../observability/logger.ts'
import { type PeriodicWork, startPeriodicWork } from '../periodic-work.ts'
import { accountsToCallLate, markLate } from '../store/account-state.ts'
import type { Store } from '../store/database.ts'
import { accountsWithFutureStamps, forgetFutureStamps } from '../store/future-stamps.ts'

export interface LatenessParts {
  readonly store: Store
  readonly logger: Logger
  readonly now: () => Date
  /** Milliseconds of real time between two looks. */
  readonly lookEveryMs: number
}

export function startWatchingLateness(parts: LatenessParts): PeriodicWork {
  return startPeriodicWork((stopped) => noteLateness(parts, stopped), {
    everyMs: parts.lookEveryMs,
    logger: parts.logger,
    whenItFails: 'The store cannot be asked which accounts are late',
  })
}

/** However many processes look, each account is called late once until a run of it succeeds. */
export async function noteLateness(
  { store, now }: Pick<LatenessParts, 'store' | 'now'>,
  stopped: AbortSignal,
): Promise<void> {
  const at = now()
  const quietBefore = new Date(at.getTime() - LATE_AFTER_HOURS * 3_600_000)
  for (const on24ClientId of await accountsWithFutureStamps(store, at)) {
    await forgetFutureStamps(store, on24ClientId, at)
  }
  // One at a time: a statement that locks many accounts could meet another that does so in another order.
  for (const on24ClientId of await accountsToCallLate(store, quietBefore)) {
    if (stopped.aborted) return
    await markLate(store, on24ClientId, quietBefore, at)
  }
}
