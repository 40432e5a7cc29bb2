/** Time stamps and days as ON24 writes them: ISO 8601 to the second with the Pacific offset; Pacific days. */
import { DateTime } from 'luxon'

const ZONE = 'America/Los_Angeles'
const HOUR_MS = 3_600_000

/** A cache, because zone look-ups are slow and there are millions of stamps. An offset never changes within an hour. */
const offsetMinutesByHour = new Map<number, number>()

/** For example `2026-11-23T07:00:00-08:00`. `offsetMinutes` writes the instant with another offset. */
export function pacificStamp(ms: number, offsetMinutes = pacificOffset(ms)): string {
  const local = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 19)
  const hours = String(Math.abs(Math.trunc(offsetMinutes / 60))).padStart(2, '0')
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${hours}:00`
}

function pacificOffset(ms: number): number {
  const hour = Math.floor(ms / HOUR_MS)
  const known = offsetMinutesByHour.get(hour)
  if (known !== undefined) return known
  const offset = DateTime.fromMillis(hour * HOUR_MS, { zone: ZONE }).offset
  offsetMinutesByHour.set(hour, offset)
  return offset
}

/** The day of an instant, `YYYY-MM-DD`. `zone` is an IANA name; default Pacific. */
export function dayOf(ms: number, zone = ZONE): string {
  const day = DateTime.fromMillis(ms, { zone }).toISODate()
  if (day === null) throw new RangeError(`No such time zone: ${zone}.`)
  return day
}

/** First instant of a day; null if the text is no day or the zone does not exist. */
export function dayStart(day: string, zone = ZONE): number | null {
  const start = DateTime.fromISO(day, { zone })
  return start.isValid ? start.startOf('day').toMillis() : null
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR_MS).toISOString().slice(0, 10)
}

/** The same day of an earlier month, or the last day of a shorter month. */
export function monthsBefore(day: string, months: number): string {
  return DateTime.fromISO(day, { zone: 'utc' }).minus({ months }).toFormat('yyyy-MM-dd')
}
