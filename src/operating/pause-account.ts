/** Holds an account: its Schedule starts nothing more, and what is at work for it ends or waits within seconds. */
import { followSchedule, isPaused, tellWork } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, unchanged } from './operating.ts'

export async function pauseAccount(
  parts: OperatingParts,
  on24ClientId: string,
  reason: string | null,
): Promise<Outcome> {
  await followSchedule(parts, on24ClientId)
  if (await isPaused(parts, on24ClientId)) {
    // An earlier attempt may have come so far and no further.
    await tellWork(parts, on24ClientId, true)
    return unchanged('It was paused already.')
  }
  await parts.schedules.pause(on24ClientId, reason)
  await followSchedule(parts, on24ClientId)
  return done('Paused: what is at work stops within seconds, and keeps what it has.')
}
