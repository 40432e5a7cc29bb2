/** What somebody did to the Schedule by hand becomes the same pause or resume as one that was asked for. */
import { ensureSyncing } from '../accounts/start-syncing.ts'
import { followSchedule, isPaused, tellWork } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, unchanged } from './operating.ts'
import { goOnIfUnpaused } from './resume-account.ts'

export async function followByHand(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<Outcome> {
  // A Schedule that is gone is made again as it was known.
  await ensureSyncing(parts, on24ClientId, signal)
  if (await goOnIfUnpaused(parts, on24ClientId)) {
    return done('The Schedule was unpaused by hand: resumed.')
  }
  const followed = await followSchedule(parts, on24ClientId)
  if (followed === 'paused') return done('The Schedule was paused by hand: paused.')
  await tellWork(parts, on24ClientId, await isPaused(parts, on24ClientId))
  return unchanged('The Schedule is as it was known.')
}
