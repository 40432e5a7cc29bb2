/** Counts calls over any 24 hours, for all workers together. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
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

/**
 * Counts one call of `key`, or throws DayBudgetUsed if the last 24 hours already hold `perDay`. Exact across all
 * workers only while the caller holds the key's lock: see `reserveSlot`.
 */
export async function spendCall(store: Store, key: string, perDay: number, now: Date) {
  if ((await callsWithinDay(store, key, now)) >= perDay) throw new DayBudgetUsed(perDay)
  await store
    .insertInto('callCount')
    .values({ key, bucketAt: bucketOf(now), calls: 1 })
    .onConflict((conflict) =>
      conflict.columns(['key', 'bucketAt']).doUpdateSet({ calls: sql`call_count.calls + 1` }),
    )
    .execute()
}

/** Counts one call of a share of the day, or throws DayShareUsed: then only this share waits. */
export async function spendCallOfShare(
  store: Store,
  { key, perDay }: { readonly key: string; readonly perDay: number },
  now: Date,
) {
  try {
    await spendCall(store, key, perDay, now)
  } catch (error) {
    throw error instanceof DayBudgetUsed ? new DayShareUsed(perDay) : error
  }
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
  const rows = await store
    .selectFrom('callCount')
    .select(['key', sql<number>`sum(calls)::float8`.as('calls')])
    .where(sql<boolean>`key = any(${keys}::text[])`)
    .where('bucketAt', '>', new Date(bucketOf(now).getTime() - DAY_MS - BUCKET_MS))
    .where('bucketAt', '<=', latestPossible(now))
    .groupBy('key')
    .execute()
  return new Map(rows.map(({ key, calls }) => [key, calls]))
}

/** Deletes buckets that are too old for any window. */
export async function dropOldCounts(store: Store, now: Date): Promise<void> {
  await store
    .deleteFrom('callCount')
    .where('bucketAt', '<', new Date(now.getTime() - 2 * DAY_MS))
    .execute()
}

function bucketOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / BUCKET_MS) * BUCKET_MS)
}
