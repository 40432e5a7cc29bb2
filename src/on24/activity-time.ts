/** The time of the activity that made a row match one of ON24's date filters. */
import { startOfDay, plusDays } from './pacific-days.ts'
import type { DayRange } from './pacific-days.ts'
import { utcStamp } from './wire/stamps.ts'

/**
 * The row's newest time stamp within the requested range. A row without such a stamp was active too, or ON24 would
 * not have returned it (a forgotten person's row has no stamps); its activity counts as at the end of the range.
 * Never later than `now`. ISO 8601 in UTC.
 */
export function activityTime(
  stamps: readonly (string | null | undefined)[],
  { from, to }: DayRange,
  now: Date,
): string {
  const start = startOfDay(from).toISOString()
  const end = startOfDay(plusDays(to, 1)).toISOString()
  const inRange = stamps
    .map(utcStamp)
    .filter((stamp) => stamp !== null)
    .filter((stamp) => stamp >= start && stamp < end)
  // ISO 8601 in UTC: the later stamp is the greater text.
  const latest = inRange.sort().at(-1) ?? end
  return latest < now.toISOString() ? latest : now.toISOString()
}
