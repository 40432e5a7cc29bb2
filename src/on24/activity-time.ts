/** The time of the activity that made a row match one of ON24's date filters. */
import { startOfDay, plusDays } from './pacific-days.ts'
import type { DayRange } from './pacific-days.ts'
import { utcStamp } from './wire/stamps.ts'

/** ISO 8601 in UTC, never later than `now`. */
export type ActivityTime = (stamps: readonly (string | null | undefined)[], now: Date) => string

/**
 * For rows that ON24 returned for this range: a row's newest time stamp within it. A row without such a stamp was active
 * too, or ON24 would not have returned it (a forgotten person's row has no stamps); its activity counts as at the end
 * of the range. The range's ends are calculated once, because that takes longer than everything else of a row.
 */
export function activityTimeIn({ from, to }: DayRange): ActivityTime {
  const start = startOfDay(from).toISOString()
  const end = startOfDay(plusDays(to, 1)).toISOString()
  return (stamps, now) => {
    const inRange = stamps
      .map(utcStamp)
      .filter((stamp) => stamp !== null)
      .filter((stamp) => stamp >= start && stamp < end)
    // ISO 8601 in UTC: the later stamp is the greater text.
    const latest = inRange.sort().at(-1) ?? end
    return latest < now.toISOString() ? latest : now.toISOString()
  }
}
