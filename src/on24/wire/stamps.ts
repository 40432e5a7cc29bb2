/**
 * The only parser of ON24's time stamps: ISO 8601 with an offset, which may differ within one record. The rest of
 * the service uses ISO 8601 in UTC.
 */
import { DateTime } from 'luxon'
import { usualStampMs } from '../../contracts/usual-stamp.ts'
import { PACIFIC } from '../pacific-days.ts'

/** A day with its hyphens. Without this check, digits such as those of an epoch number would parse as a date. */
const BEGINS_WITH_DAY = /^\d{4}-\d{2}-\d{2}/
/** ON24 began in 1998. A year outside this range is a filler for a missing value. */
const YEARS = { first: '1990', after: '2100' }

/**
 * ISO 8601 in UTC. A stamp without an offset is in Pacific Time, as ON24 documents for all its times. Null for an
 * absent or malformed stamp: not ISO 8601, `0000-00-00`, epoch numbers, impossible years.
 */
export function utcStamp(stamp: string | null | undefined): string | null {
  const text = stamp?.trim() ?? ''
  if (!BEGINS_WITH_DAY.test(text)) return null
  const instant = inUtc(text.replace(' ', 'T'))
  // ISO 8601 in UTC compares as text; a year that is longer or negative begins with a sign, which is less than a digit.
  return instant !== null && instant >= YEARS.first && instant < YEARS.after ? instant : null
}

function inUtc(stamp: string): string | null {
  const ms = usualStampMs(stamp)
  if (ms !== null) return new Date(ms).toISOString()
  return DateTime.fromISO(stamp, { zone: PACIFIC }).toUTC().toISO()
}
