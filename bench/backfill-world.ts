/** A made-up customer with three years of webinars to be backfilled, and some that six-hourly runs still read. */
import type { BackfillRange } from '../src/contracts/operations.ts'
import type { AccountSpec } from '../sandbox/world/accounts.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const YEARS = 3
/** Older than what a new link starts with. */
const FIRST_DAYS_AGO = 120
const OLD_WEBINARS = 200

/** The default settings. */
export const LIMITS_OF_AN_OPERATOR = {
  ON24_CALLS_PER_MINUTE: '100',
  ACTON_CALLS_PER_SECOND: '5',
  ACTON_CALLS_PER_DAY: '30000',
}

/** The recent webinars come first. */
export function backfillAccount(
  startAt: Date,
  contacts: number,
  recentWebinars: number,
): AccountSpec {
  const ago = (ms: number) => new Date(startAt.getTime() - ms)
  const recent = Array.from({ length: recentWebinars }, (_, index) => ({
    liveStartAt: ago((2 + index) * HOUR_MS),
    people: 20,
  }))
  const stepMs = ((YEARS * 365 - FIRST_DAYS_AGO) * DAY_MS) / OLD_WEBINARS
  const old = Array.from({ length: OLD_WEBINARS }, (_, index) => ({
    liveStartAt: ago(FIRST_DAYS_AGO * DAY_MS + index * stepMs),
    people: Math.ceil(contacts / OLD_WEBINARS),
  }))
  return { webinars: [...recent, ...old] }
}

/** The three years before a new link's own webinars. */
export function yearsBack(startAt: Date): BackfillRange {
  const day = (daysAgo: number) =>
    new Date(startAt.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10)
  return { from: day(YEARS * 365 + 1), to: day(FIRST_DAYS_AGO - 1) }
}
