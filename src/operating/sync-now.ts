/** A run out of turn: at once, or after the one under way. */
import { followSchedule, isPaused } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, refused } from './operating.ts'

export async function syncNow(parts: OperatingParts, on24ClientId: string): Promise<Outcome> {
  await followSchedule(parts, on24ClientId)
  if (await isPaused(parts, on24ClientId)) {
    return refused('The account is paused. Send resume instead: it starts a run, too.')
  }
  await parts.schedules.trigger(on24ClientId)
  return done('A run starts now, or after the one under way.')
}
