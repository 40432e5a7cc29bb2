/**
 * A pace that follows a quota nobody knows: each time the vendor says that it was too much, everybody waits, and
 * the key's slots are twice as far apart from then on. By and by they come nearer again.
 */
import { sql } from 'kysely'
import { inTransaction, type Store } from '../database.ts'

const NOW = sql<Date>`service_now()`
const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** In this time half of the slowing is over. */
const HALF_LIFE_S = 5 * 60
/** One call a minute goes through any quota that lets the work be done at all. */
const FURTHEST_APART_MS = MINUTE_MS

/** In SQL, of a row of `pace`: how many milliseconds apart its slots are now. */
export function slowedSpacing(spacingMs: number) {
  const passed = sql`extract(epoch from service_now() - pace.slowed_at) - pace.hold_ms / 1000`
  // Beyond fifty halvings nothing is left, and the database would complain of so small a number.
  const halvings = sql`least(greatest((${passed}) / ${HALF_LIFE_S}, 0), 50)`
  return sql<number>`greatest(
    ${spacingMs}::float8, coalesce(pace.slowed_ms * power(0.5, (${halvings})::float8), 0)
  )`
}

/** Milliseconds that nobody calls because the vendor said that it was too much; 0 when it did not. */
export async function holdLeft(store: Store, key: string): Promise<number> {
  const row = await store
    .selectFrom('pace')
    .select(HOLD_LEFT_MS.as('leftMs'))
    .where('key', '=', key)
    .executeTakeFirst()
  return Math.max(0, row?.leftMs ?? 0)
}

const HOLD_LEFT_MS = sql<number>`coalesce(
  pace.hold_ms - extract(epoch from service_now() - pace.slowed_at) * 1000, 0
)::float8`

export interface Refusal {
  /** How long the vendor asked to wait; null when it did not say. */
  readonly askedMs: number | null
  /** How long everybody waits when it did not: twice as long each time that nothing went through in between. */
  readonly holdMs: number
  /** However long the vendor asked to wait, and however often nothing went through. */
  readonly longestHoldMs: number
}

/** A key of `pace`, and how far apart its slots are. */
export interface SlowedKey {
  readonly key: string
  readonly spacingMs: number
  /** Whose slots these are, as a part of the calls: one in so many. */
  readonly oneIn?: number
}

/**
 * Nobody gets a slot of the key for a while, and then fewer than before. Calls that were under way when the vendor
 * said so are refused, too: that is no news. Says in how many milliseconds the next call may go out.
 */
export async function slowDown(
  store: Store,
  { key, spacingMs, oneIn = 1 }: SlowedKey,
  { askedMs, holdMs, longestHoldMs }: Refusal,
): Promise<number> {
  return inTransaction(store, async (tx) => {
    await tx
      .insertInto('pace')
      .values({ key, givenAt: NOW, nextAt: NOW })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
    const row = await tx
      .selectFrom('pace')
      .select([
        'slowedMs',
        'holdMs',
        'slots',
        slowedSpacing(spacingMs).as('spacingMs'),
        HOLD_LEFT_MS.as('leftMs'),
      ])
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.leftMs > 0) return row.leftMs

    const isRefusedAgain = row.slowedMs !== null && row.slots <= 1
    const holdAgainMs = isRefusedAgain ? 2 * row.holdMs : holdMs
    const hold = Math.min(askedMs ?? holdAgainMs, longestHoldMs)
    const furthest = Math.max(FURTHEST_APART_MS * oneIn, spacingMs)
    await tx
      .updateTable('pace')
      .set({
        slowedAt: NOW,
        givenAt: NOW,
        // That the wait was too short says nothing of the spacing.
        slowedMs: isRefusedAgain ? row.slowedMs : Math.min(2 * row.spacingMs, furthest),
        holdMs: hold,
        slots: 0,
        nextAt: sql<Date>`greatest(next_at, service_now() + ${hold} * interval '1 millisecond')`,
      })
      .where('key', '=', key)
      .execute()
    return hold
  })
}
