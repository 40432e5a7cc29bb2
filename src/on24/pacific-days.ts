/**
 * Whole days in ON24's time zone. ON24 filters by day, both ends included, and its days are in Pacific Time
 * ("All dates and times are in Pacific Time", ON24 REST API).
 */
import { DateTime } from 'luxon'

export const PACIFIC = 'America/Los_Angeles'

/** `YYYY-MM-DD` in America/Los_Angeles. Sorts and compares as text. */
export type PacificDay = `${number}-${number}-${number}`

/** Both days included; `from` is not after `to`. */
export interface DayRange {
  readonly from: PacificDay
  readonly to: PacificDay
}

/**
 * ON24 refuses event ranges longer than six months, and does not document how it counts them. The shortest six
 * calendar months have 181 days.
 */
const LONGEST_RANGE_DAYS = 180

/** @throws RangeError for an invalid Date. */
export function pacificDayOf(instant: Date): PacificDay {
  return toDay(DateTime.fromJSDate(instant, { zone: PACIFIC }))
}

/** @throws RangeError unless the text is a calendar day. */
export function parsePacificDay(text: string): PacificDay {
  return toDay(DateTime.fromFormat(text, 'yyyy-MM-dd', { zone: PACIFIC }))
}

/** The first instant of the day. */
export function startOfDay(day: PacificDay): Date {
  return startOf(day).toJSDate()
}

/** Adds calendar days, also where a clock change makes a day longer or shorter. Negative counts go back. */
export function plusDays(day: PacificDay, dayCount: number): PacificDay {
  return toDay(startOf(day).plus({ days: dayCount }))
}

/** Splits a range into pieces that ON24 accepts, oldest first, without gap or overlap. */
export function cutRange({ from, to }: DayRange): DayRange[] {
  const pieces: DayRange[] = []
  for (let start = from; start <= to; start = plusDays(start, LONGEST_RANGE_DAYS)) {
    const end = plusDays(start, LONGEST_RANGE_DAYS - 1)
    pieces.push({ from: start, to: end < to ? end : to })
  }
  return pieces
}

function startOf(day: PacificDay): DateTime {
  return DateTime.fromISO(day, { zone: PACIFIC })
}

function toDay(moment: DateTime): PacificDay {
  const text = moment.toFormat('yyyy-MM-dd')
  if (!isDay(text)) throw new RangeError('not a calendar day')
  return text
}

function isDay(text: string): text is PacificDay {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
}
