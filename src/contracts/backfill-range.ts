/** Validates requests for a backfill. Without libraries, because workflows validate their signals with it. */
import type { BackfillRequest } from './operations.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOST_YEARS = 20
/** ON24 has no events before the first day, and no one plans beyond the last. */
const [FIRST_DAY, LAST_DAY] = ['1998-01-01', '2099-12-31']

/** `mistake` continues a sentence and says what to send instead; it quotes nothing of the value. */
export function checkBackfill(value: unknown): BackfillRequest | { readonly mistake: string } {
  if (typeof value !== 'object' || value === null) {
    return { mistake: 'needs {"from": "YYYY-MM-DD", "to": "YYYY-MM-DD"}' }
  }
  const { from, to, dryRun = false }: Readonly<Record<string, unknown>> = { ...value }
  if (!isDay(from)) return { mistake: 'from must be a day as YYYY-MM-DD' }
  if (!isDay(to)) return { mistake: 'to must be a day as YYYY-MM-DD' }
  if (typeof dryRun !== 'boolean') return { mistake: 'dryRun must be true or false' }
  if (from < FIRST_DAY) return { mistake: `from must not be before ${FIRST_DAY}` }
  if (to > LAST_DAY) return { mistake: `to must not be after ${LAST_DAY}` }
  if (from > to) return { mistake: 'from must not be after to' }
  if (yearOf(to) - yearOf(from) > MOST_YEARS) {
    return { mistake: `from and to must be at most ${String(MOST_YEARS)} years apart` }
  }
  return { from, to, dryRun }
}

function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !DAY.test(value)) return false
  const day = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}
