/** When the activity was for which a date filter of ON24 gave a row. */
import { startOfDay, plusDays } from './pacific-days.ts'
import type { DayRange } from './pacific-days.ts'
import { utcStamp } from './wire/stamps.ts'

/**
 * The newest stamp of the row that lies in the range asked for. A row without one was active all the same, or it
 * would not be there (a forgotten person's row has no stamps): then it was at the end of the range. Never later than
 * `now`. ISO 8601 in UTC.
 */
export function hitTime(
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
