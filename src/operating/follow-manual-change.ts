/** Turns a manual pause or unpause of the Schedule in Temporal into a pause or resume of the account. */
import { ensureSyncing } from '../accounts/ensure-schedule-and-controller.ts'
import { getAccount } from '../store/accounts/accounts.ts'
import { unsettledPauseOrResume } from '../store/operations.ts'
import { applyPauseOrResume } from './apply-pause-or-resume.ts'
import { scheduleDifference, followSchedule, isPausedInStore } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, unchanged } from './outcome.ts'
import { signalRuns } from './signal-runs.ts'

export async function followManualChange(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<Outcome> {
  // Recreates a missing Schedule with the pause that the store knows.
  await ensureSyncing(parts, on24ClientId, signal)
  await applyPauseOrResume(parts, on24ClientId, signal)
  if (await resumeIfUnpaused(parts, on24ClientId, signal)) {
    return done('The Schedule was unpaused in Temporal: resumed.')
  }
  const followed = await followSchedule(parts, on24ClientId, signal)
  if (followed === 'paused') return done('The Schedule was paused in Temporal: paused.')
  await signalRuns(parts, on24ClientId, await isPausedInStore(parts, on24ClientId))
  return unchanged('The Schedule has not changed.')
}

/** Updates the store last: while the store differs from the flag, another attempt knows that a run must be started. */
async function resumeIfUnpaused(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const account = await getAccount(parts.store, on24ClientId)
  const difference = await scheduleDifference(parts.schedules, account)
  if (difference === null || difference.pause !== null) return false
  // A pause was requested just now, and its flag is not set yet.
  if ((await unsettledPauseOrResume(parts.store, on24ClientId)) !== null) return false
  await parts.schedules.trigger(on24ClientId)
  await followSchedule(parts, on24ClientId, signal)
  return true
}
