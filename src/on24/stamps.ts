/** ON24's time stamps: ISO 8601 with an offset that may differ within one record. */
import { DateTime } from 'luxon'
import { PACIFIC } from './pacific-days.ts'

/** ISO 8601 in UTC; null for an absent or unreadable stamp. Without an offset it is Pacific time. */
export function utcStamp(stamp: string | null | undefined): string | null {
  if (!stamp) return null
  return DateTime.fromISO(stamp.trim(), { zone: PACIFIC }).toUTC().toISO()
}
