/** `lastupdated` as ON24 shows it: hours after the audience's activity. */
import type { WebinarState } from '../world/webinar-state.ts'
import type { On24Knobs } from './knobs.ts'

export function shownLastUpdated(state: WebinarState, nowMs: number, knobs: On24Knobs): number {
  const visibleUntil = nowMs - knobs.staleness.lastUpdatedHours * 3_600_000
  return state.audienceAt.findLast((at) => at <= visibleUntil) ?? state.createdAt
}
