/** Formats an instant for Act-On's columns: in local time of one time zone, without an offset. */
import { DateTime } from 'luxon'

/** `YYYY-MM-DD HH:mm:ss` in `timeZone` (IANA), or null if `stamp` is no ISO 8601 time with an offset. */
export function writeDateTime(stamp: string, timeZone: string): string | null {
  return write(stamp, timeZone, 'yyyy-MM-dd HH:mm:ss')
}

/** `YYYY-MM-DD` in `timeZone`, or null as above: the only format that Act-On's segments understand. */
export function writeDate(stamp: string, timeZone: string): string | null {
  return write(stamp, timeZone, 'yyyy-MM-dd')
}

function write(stamp: string, timeZone: string, format: string): string | null {
  // A stamp without an offset would silently be read in `timeZone`, which need not be its own.
  if (!/(?:Z|[+-]\d{2}:?\d{2})$/i.test(stamp)) return null
  const instant = DateTime.fromISO(stamp, { zone: timeZone, locale: 'en-US' })
  return instant.isValid ? instant.toFormat(format) : null
}
