/** What an account's runs did on each of the last days, in UTC, and how long it waited for a success. */
import type { Service } from '../service.ts'
import type { Account } from '../store/accounts/account.ts'
import { type RunOfDays, runsOfDays } from '../store/runs/runs-of-days.ts'

export interface DayFigures {
  /** `YYYY-MM-DD` */
  readonly day: string
  /** A run counts on the day on which it started. */
  readonly contacts: number
  readonly callsOn24: number
  readonly callsActOn: number
  /** The longest time without a success that the day has seen, in hours. */
  readonly hoursWithoutSuccess: number
}

const SHOWN_DAYS = 30
const DAY_MS = 24 * 60 * 60_000
const HOUR_MS = 60 * 60_000

/** The oldest day first. */
export async function dailyFigures(
  { store, now }: Pick<Service, 'store' | 'now'>,
  { on24ClientId, linkedAt }: Pick<Account, 'on24ClientId' | 'linkedAt'>,
): Promise<DayFigures[]> {
  const at = now()
  const runs = await runsOfDays(store, on24ClientId, firstDayOf(at))
  return figuresByDay(runs, { linkedAt, now: at })
}

function firstDayOf(now: Date): Date {
  return new Date((Math.floor(now.getTime() / DAY_MS) - SHOWN_DAYS + 1) * DAY_MS)
}

/** Until the first success, the account has waited since it was linked. */
export function figuresByDay(
  runs: readonly RunOfDays[],
  { linkedAt, now }: { readonly linkedAt: Date | null; readonly now: Date },
): DayFigures[] {
  const successes = [linkedAt, ...runs.map(({ succeededAt }) => succeededAt)]
    .flatMap((at) => (at === null ? [] : [at.getTime()]))
    .toSorted((one, other) => one - other)
  const first = firstDayOf(now).getTime()
  return Array.from({ length: SHOWN_DAYS }, (_, index) => {
    const from = first + index * DAY_MS
    const until = Math.min(from + DAY_MS, now.getTime())
    const itsRuns = runs.filter(({ startedAt }) => isWithin(startedAt.getTime(), from))
    const sum = (of: (run: RunOfDays) => number) =>
      itsRuns.reduce((total, run) => total + of(run), 0)
    return {
      day: new Date(from).toISOString().slice(0, 10),
      contacts: sum(({ contacts }) => contacts),
      callsOn24: sum(({ callsOn24 }) => callsOn24),
      callsActOn: sum(({ callsActOn }) => callsActOn),
      hoursWithoutSuccess: longestWait(successes, from, until) / HOUR_MS,
    }
  })
}

function isWithin(at: number, dayFrom: number): boolean {
  return at >= dayFrom && at < dayFrom + DAY_MS
}

/** @param successes in their order */
function longestWait(successes: readonly number[], from: number, until: number): number {
  const waits = successes
    .filter((since) => since < until)
    .map((since, index) => {
      const next = successes[index + 1] ?? Infinity
      return next < from ? 0 : Math.min(next, until) - since
    })
  return Math.max(0, ...waits)
}
