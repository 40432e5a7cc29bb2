/** Lets a paused account go on: with a run now, and with the backfills that waited. */
import { getAccount } from '../store/accounts.ts'
import { differenceOf, followSchedule, isPaused, tellWork } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, unchanged } from './operating.ts'

export async function resumeAccount(parts: OperatingParts, on24ClientId: string): Promise<Outcome> {
  if (await goOnIfUnpaused(parts, on24ClientId)) return done(RESUMED)
  await followSchedule(parts, on24ClientId)
  if (!(await isPaused(parts, on24ClientId))) {
    await tellWork(parts, on24ClientId, false)
    return unchanged('It was not paused.')
  }
  await parts.schedules.unpause(on24ClientId)
  await parts.schedules.trigger(on24ClientId)
  await followSchedule(parts, on24ClientId)
  return done(RESUMED)
}

/**
 * The rest of a resume whose Schedule is unpaused already, by hand or by an attempt that was cut short. The store
 * learns of it last, for it is what tells a further attempt that something is left to be done.
 */
export async function goOnIfUnpaused(
  parts: OperatingParts,
  on24ClientId: string,
): Promise<boolean> {
  const account = await getAccount(parts.store, on24ClientId)
  const difference = await differenceOf(parts.schedules, account)
  if (difference === null || difference.pause !== null) return false
  await parts.schedules.trigger(on24ClientId)
  await followSchedule(parts, on24ClientId)
  return true
}

const RESUMED = 'Resumed: a run starts now.'
