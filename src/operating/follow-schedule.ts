/**
 * Copies the Schedule's flag to the store. Call it before acting on a pause: an operator may have paused or unpaused
 * the Schedule in Temporal.
 */
import { findAccount } from '../store/accounts/accounts.ts'
import { notePause } from '../store/accounts/pauses.ts'
import type { SchedulePause, SyncSchedules } from '../temporal/schedules.ts'
import { applyPauseOrResume } from './apply-pause-or-resume.ts'
import type { OperatingParts } from './outcome.ts'
import { signalRuns } from './signal-runs.ts'
import { type Account, isPaused } from '../store/accounts/account.ts'

export type Followed = 'paused' | 'resumed' | 'unchanged'

/**
 * First applies the latest requested pause or resume: only then does a differing flag mean a manual change in Temporal.
 * Signals the account's runs if anything changed. A missing Schedule changes nothing, and an unregistered account is
 * left alone.
 */
export async function followSchedule(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<Followed> {
  const { store, schedules, now } = parts
  for (;;) {
    await applyPauseOrResume(parts, on24ClientId, signal)
    const account = await findAccount(store, on24ClientId)
    if (account === undefined) return 'unchanged'
    const difference = await scheduleDifference(schedules, account)
    if (difference === null) return 'unchanged'
    const { pause } = difference
    // First, because nothing would come back to it once the store no longer differs.
    await schedules.followFlag(on24ClientId, pause)
    // Another process has stored the flag or a request in between: check again.
    if (!(await notePause(store, account, pause, now()))) continue
    await signalRuns(parts, on24ClientId, pause !== null)
    return pause === null ? 'resumed' : 'paused'
  }
}

/** The Schedule's pause, if it differs from the store's. */
export async function scheduleDifference(
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
