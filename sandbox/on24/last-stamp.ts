/** The date that attendees are ordered and, without `datefiltermode`, filtered by. */
import type { Attendance } from '../world/webinar-state.ts'

/** The newest of the four stamps that a row shows. */
export function lastStamp({ viewings }: Attendance): number {
  return Math.max(viewings.live?.lastAt ?? 0, viewings.archive?.lastAt ?? 0)
}
