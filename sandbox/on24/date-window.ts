/** The requested date window of a list: whole Pacific days, both ends included. */
import { addDays, dayOf, dayStart, monthsBefore } from '../world/pacific-time.ts'
import type { On24Knobs } from './knobs.ts'
import type { Query } from './query.ts'
import { Refusal } from './refusal.ts'

export interface DateWindow {
  readonly fromMs: number
  /** Exclusive: the first instant after the last day. */
  readonly beforeMs: number
}

export interface WindowRules {
  /** Days up to today that a call without dates covers; null: all. */
  readonly defaultDays: number | null
  /** A longer window is refused. */
  readonly maxMonths?: number
  readonly badDateText?: string
}

const BAD_DATE = 'Error, incorrect date formats.'

/** Null: no window, everything matches. */
export function dateWindow(
  query: Query,
  nowMs: number,
  knobs: On24Knobs,
  rules: WindowRules,
): DateWindow | null {
  const days = askedDays(query, nowMs, knobs, rules)
  if (days === null) return null
  if (rules.maxMonths !== undefined && days.from < monthsBefore(days.to, rules.maxMonths)) {
    throw new Refusal(400, `Date range must not exceed ${rules.maxMonths} months.`)
  }
  const fromMs = dayStart(days.from, days.zone)
  const beforeMs = dayStart(addDays(days.to, 1), days.zone)
  if (fromMs === null || beforeMs === null) throw new Refusal(400, rules.badDateText ?? BAD_DATE)
  return { fromMs, beforeMs }
}

export function isWithin(window: DateWindow | null, ms: number | null): boolean {
  if (window === null) return true
  return ms !== null && ms >= window.fromMs && ms < window.beforeMs
}

function askedDays(query: Query, nowMs: number, knobs: On24Knobs, rules: WindowRules) {
  const start = query.text('startdate')
  const end = query.text('enddate')
  const interval = query.number('dateinterval', 0)
  if (start === undefined && end === undefined && interval > 0) {
    const zone = query.text('dateintervaltimezone') ?? 'America/Los_Angeles'
    const to = addDays(dayOf(nowMs, zone), -query.number('dateintervaloffset', 0))
    return { from: addDays(to, 1 - interval), to, zone }
  }
  if (start === undefined && end === undefined && rules.defaultDays === null) return null
  const to = end === undefined ? dayOf(nowMs) : readDay(end, knobs, rules)
  const from =
    start === undefined ? addDays(to, -(rules.defaultDays ?? 30)) : readDay(start, knobs, rules)
  return { from, to }
}

function readDay(text: string, knobs: On24Knobs, rules: WindowRules): string {
  const [day = '', rest] = text.split('T')
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && dayStart(day) !== null
  if (!isDay || (rest !== undefined && knobs.dateTimes === 'refuse')) {
    throw new Refusal(400, rules.badDateText ?? BAD_DATE)
  }
  return day
}
