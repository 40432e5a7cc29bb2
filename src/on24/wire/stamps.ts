/**
 * The only parser of ON24's time stamps: ISO 8601 with an offset, which may differ within one record. The rest of
 * the service uses ISO 8601 in UTC.
 */
import { DateTime } from 'luxon'
import { PACIFIC } from '../pacific-days.ts'

/** A day with its hyphens. Without this check, digits such as those of an epoch number would parse as a date. */
const BEGINS_WITH_DAY = /^\d{4}-\d{2}-\d{2}/
/** ON24 began in 1998. A year outside this range is a filler for a missing value. */
const YEARS = { first: 1990, last: 2099 }

/**
 * ISO 8601 in UTC. A stamp without an offset is in Pacific Time, as ON24 documents for all its times. Null for an
 * absent or malformed stamp: not ISO 8601, `0000-00-00`, epoch numbers, impossible years.
 */
export function utcStamp(stamp: string | null | undefined): string | null {
  const text = stamp?.trim() ?? ''
  if (!BEGINS_WITH_DAY.test(text)) return null
  const instant = DateTime.fromISO(text.replace(' ', 'T'), { zone: PACIFIC }).toUTC()
  return instant.year >= YEARS.first && instant.year <= YEARS.last ? instant.toISO() : null
}
