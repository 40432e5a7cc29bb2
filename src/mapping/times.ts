/** Formats an instant for Act-On's columns: in local time of one time zone, without an offset. */
import { DateTime, IANAZone } from 'luxon'
import { usualStampMs } from '../contracts/usual-stamp.ts'

/** `YYYY-MM-DD HH:mm:ss` in `timeZone` (IANA), or null if `stamp` is no ISO 8601 time with an offset. */
export function writeDateTime(stamp: string, timeZone: string): string | null {
  const ms = usualStampMs(stamp)
  const clock = ms === null ? null : clockOf(timeZone)
  return ms === null || clock === null ? writeUnusual(stamp, timeZone) : clock.format(ms)
}

/** `YYYY-MM-DD` of a date and time as `writeDateTime` gives it: the only format that Act-On's segments understand. */
export function dateOf(dateTime: string): string {
  return dateTime.slice(0, dateTime.indexOf(' '))
}

function writeUnusual(stamp: string, timeZone: string): string | null {
  // A stamp without an offset would silently be read in `timeZone`, which need not be its own.
  if (!/(?:Z|[+-]\d{2}:?\d{2})$/i.test(stamp)) return null
  const instant = DateTime.fromISO(stamp, { zone: timeZone, locale: 'en-US' })
  return instant.isValid ? instant.toFormat('yyyy-MM-dd HH:mm:ss') : null
}

/** By time zone. To make one takes fifty times as long as to use it. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Null for a zone that the platform does not know. */
function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  if (!IANAZone.isValidZone(timeZone)) return null
  // Swedish dates are ISO 8601.
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  clocks.set(timeZone, clock)
  return clock
}
