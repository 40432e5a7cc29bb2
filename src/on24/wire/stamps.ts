/**
 * The one reading of ON24's time stamps: ISO 8601 with an offset that may differ within one record. Everything else
 * of the service knows them as ISO 8601 in UTC.
 */
import { DateTime } from 'luxon'
import { PACIFIC } from '../pacific-days.ts'

/** A day with its dashes: other digits, as of an epoch, would pass for a date without them. */
const BEGINS_WITH_DAY = /^\d{4}-\d{2}-\d{2}/
/** ON24 began in 1998. A year outside of these fills a field that has no value. */
const YEARS = { first: 1990, last: 2099 }

/**
 * ISO 8601 in UTC. Without an offset it is Pacific time, as ON24 says of all its times. Null for an absent stamp and
 * for an odd one: no ISO 8601, `0000-00-00`, epoch numbers, years that cannot be.
 */
export function utcStamp(stamp: string | null | undefined): string | null {
  const text = stamp?.trim() ?? ''
  if (!BEGINS_WITH_DAY.test(text)) return null
  const instant = DateTime.fromISO(text.replace(' ', 'T'), { zone: PACIFIC }).toUTC()
  return instant.year >= YEARS.first && instant.year <= YEARS.last ? instant.toISO() : null
}
