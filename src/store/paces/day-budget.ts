/** Counts calls over any 24 hours, for all workers together. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import type { PartOfDay } from './day-shares.ts'
import { latestPossible } from '../accounts/future-stamps.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Calls are counted in buckets of this length, so the window is up to one bucket longer than a day. */
const BUCKET_MS = 5 * 60 * 1000

export class DayBudgetUsed extends Error {
  override readonly name = 'DayBudgetUsed'
  constructor(perDay: number) {
    super(`The budget of ${String(perDay)} Act-On calls in any 24 hours is used up.`)
  }
}

/** Backfills and comparisons wait until the last 24 hours have room for them again; six-hourly runs may still call. */
export class DayShareUsed extends Error {
  override readonly name = 'DayShareUsed'
  constructor(perDay: number) {
    super(`It leaves Act-On's calls beyond ${String(perDay)} in any 24 hours to the other runs.`)
  }
}

export interface CountedCall {
  /** The pace whose next slot the call takes. */
  readonly pace: { readonly key: string; readonly spacingMs: number }
  readonly day: { readonly key: string; readonly perDay: number }
  /** The part of the day that the caller may use. Its key may be the day's. */
  readonly part: PartOfDay
  readonly now: Date
}

/**
 * Counts one call and reserves its slot, exactly, whatever other workers do. Returns in how many milliseconds the slot
 * begins. Throws DayBudgetUsed if the last 24 hours hold the day's calls already, and DayShareUsed if they hold those of
 * the part: then only the part waits.
 */
export async function takeCall(
  store: Store,
  { pace, day, part, now }: CountedCall,
): Promise<number> {
  const { since, until } = dayBefore(now)
  const { rows } = await sql<{ waitMs: number | null; usedUp: 'day' | 'part' | null }>`
    select wait_ms, used_up from take_call(
      ${pace.key}, ${pace.spacingMs}, ${day.key}, ${day.perDay}, ${part.key}, ${part.perDay},
      ${bucketOf(now).toISOString()}, ${since}, ${until}
    )
  `.execute(store)
  const { waitMs = 0, usedUp = null } = rows[0] ?? {}
  const isWholeDay = part.key === day.key && part.perDay === day.perDay
  if (usedUp === 'part' && !isWholeDay) throw new DayShareUsed(part.perDay)
  if (usedUp !== null) throw new DayBudgetUsed(day.perDay)
  return waitMs ?? 0
}

export async function callsWithinDay(store: Store, key: string, now: Date): Promise<number> {
  return (await callsWithinDayByKey(store, [key], now)).get(key) ?? 0
}

/** Keys without a call are left out. */
export async function callsWithinDayByKey(
  store: Store,
  keys: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  const { since, until } = dayBefore(now)
  const { rows } = await sql<{ key: string; calls: number }>`
    select key, calls
    from unnest(${keys}::text[]) as key, calls_between(key, ${since}, ${until}) as calls
    where calls > 0
  `.execute(store)
  return new Map(rows.map(({ key, calls }) => [key, calls]))
}

/** Deletes buckets that are too old for any window. */
export async function dropOldCounts(store: Store, now: Date): Promise<void> {
  await store
    .deleteFrom('callCount')
    .where('bucketAt', '<', new Date(now.getTime() - 2 * DAY_MS))
    .execute()
}

/** ISO 8601: buckets after `since`, and up to `until`, count. A later one came from a clock that was wrong. */
function dayBefore(now: Date): { readonly since: string; readonly until: string } {
  return {
    since: new Date(bucketOf(now).getTime() - DAY_MS - BUCKET_MS).toISOString(),
    until: latestPossible(now).toISOString(),
  }
}

function bucketOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / BUCKET_MS) * BUCKET_MS)
}
