/** The date by which attendees are sorted and, without `datefiltermode`, filtered. */
import type { Attendance } from '../world/webinar-state.ts'

/** The newest of the four stamps that a row shows. */
export function lastStamp({ viewings }: Attendance): number {
  return Math.max(viewings.live?.lastAt ?? 0, viewings.archive?.lastAt ?? 0)
}
