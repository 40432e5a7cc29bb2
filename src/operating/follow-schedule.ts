/**
 * The store learns what the Schedule's flag says. Everybody who acts on a pause follows first: somebody may have
 * paused or unpaused the Schedule by hand.
 */
import { findAccount } from '../store/accounts/accounts.ts'
import { notePause } from '../store/accounts/pauses.ts'
import type { SchedulePause, SyncSchedules } from '../temporal/schedules.ts'
import { applyWish } from './apply-wish.ts'
import type { OperatingParts } from './outcome.ts'
import { tellWork } from './tell-work.ts'
import { type Account, isPaused } from '../store/accounts/account.ts'

export type Followed = 'paused' | 'resumed' | 'unchanged'

/**
 * First the flag is set as an operator asked for it last, if it is not yet; only then does a flag that differs say
 * that somebody changed it by hand. What is at work for the account is told if anything changed. A Schedule that is gone says nothing.
 * An account that is not registered is left alone.
 */
export async function followSchedule(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<Followed> {
  const { store, schedules, now } = parts
  for (;;) {
    await applyWish(parts, on24ClientId, signal)
    const account = await findAccount(store, on24ClientId)
    if (account === undefined) return 'unchanged'
    const difference = await differenceOf(schedules, account)
    if (difference === null) return 'unchanged'
    const { pause } = difference
    // Somebody else learnt of the flag meanwhile, or asked for something: look again.
    if (!(await notePause(store, account, pause, now()))) continue
    await tellWork(parts, on24ClientId, pause !== null)
    return pause === null ? 'resumed' : 'paused'
  }
}

/** What the Schedule says, if the store does not say so too. */
export async function differenceOf(
  schedules: Pick<SyncSchedules, 'readPause' | 'exists'>,
  account: Account,
): Promise<{ readonly pause: SchedulePause | null } | null> {
  const pause = await schedules.readPause(account.on24ClientId)
  if ((pause !== null) === isPaused(account)) return null
  if (pause === null && !(await schedules.exists(account.on24ClientId))) return null
  return { pause }
}

export async function isPausedInStore(
  { store }: Pick<OperatingParts, 'store'>,
  on24ClientId: string,
): Promise<boolean> {
  const account = await findAccount(store, on24ClientId)
  return account !== undefined && isPaused(account)
}
