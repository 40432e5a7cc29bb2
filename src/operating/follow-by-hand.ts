/** What somebody did to the Schedule by hand becomes the same pause or resume as one that was asked for. */
import { ensureSyncing } from '../accounts/start-syncing.ts'
import { getAccount } from '../store/accounts/accounts.ts'
import { unsettledPauseOrResume } from '../store/operations.ts'
import { applyWish } from './apply-wish.ts'
import { differenceOf, followSchedule, isPausedInStore } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, unchanged } from './outcome.ts'
import { tellWork } from './tell-work.ts'

export async function followByHand(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<Outcome> {
  // A Schedule that is gone is made again as it was known.
  await ensureSyncing(parts, on24ClientId, signal)
  await applyWish(parts, on24ClientId, signal)
  if (await goOnIfUnpaused(parts, on24ClientId, signal)) {
    return done('The Schedule was unpaused by hand: resumed.')
  }
  const followed = await followSchedule(parts, on24ClientId, signal)
  if (followed === 'paused') return done('The Schedule was paused by hand: paused.')
  await tellWork(parts, on24ClientId, await isPausedInStore(parts, on24ClientId))
  return unchanged('The Schedule is as it was known.')
}

/** The store learns of it last, for it is what tells a further attempt that a run is still to be started. */
async function goOnIfUnpaused(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const account = await getAccount(parts.store, on24ClientId)
  const difference = await differenceOf(parts.schedules, account)
  if (difference === null || difference.pause !== null) return false
  // Somebody asked for a pause just now, and its flag is still to be set.
  if ((await unsettledPauseOrResume(parts.store, on24ClientId)) !== null) return false
  await parts.schedules.trigger(on24ClientId)
  await followSchedule(parts, on24ClientId, signal)
  return true
}
