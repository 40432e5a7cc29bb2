/**
 * A pace for an unknown quota: each time the vendor reports too many calls, all workers wait, and the key's slots are
 * twice as far apart afterwards. The distance then shrinks again over time.
 */
import { sql } from 'kysely'
import { inTransaction, type Store } from '../database.ts'

const NOW = sql<Date>`service_now()`
const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** One call a minute fits into any quota that allows useful work. */
const MAX_SPACING_MS = MINUTE_MS

/** Milliseconds until calls are allowed again after the vendor reported too many; 0 if it did not. */
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
  /** How long the vendor asked to wait; null if it did not say. */
  readonly askedMs: number | null
  /** How long all workers wait if it did not say. Doubles each time without a successful call in between. */
  readonly holdMs: number
  /** The longest wait, whatever the vendor asks for and however often calls fail. */
  readonly longestHoldMs: number
}

/** A key of `pace`, and how far apart its slots are. */
export interface SlowedKey {
  readonly key: string
  readonly spacingMs: number
  /** The share of the calls that these slots are for: one in this many. */
  readonly oneIn?: number
}

/**
 * Assigns no slot of the key for a while, and then fewer than before. Ignores refusals of calls that were already under
 * way when the vendor first refused. Returns in how many milliseconds the next call may be made.
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
        sql<number>`spacing_of(pace, ${spacingMs})`.as('spacingMs'),
        HOLD_LEFT_MS.as('leftMs'),
      ])
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.leftMs > 0) return row.leftMs

    const isRefusedAgain = row.slowedMs !== null && row.slots <= 1
    const holdAgainMs = isRefusedAgain ? 2 * row.holdMs : holdMs
    const hold = Math.min(askedMs ?? holdAgainMs, longestHoldMs)
    const maxSpacingMs = Math.max(MAX_SPACING_MS * oneIn, spacingMs)
    await tx
      .updateTable('pace')
      .set({
        slowedAt: NOW,
        givenAt: NOW,
        // A wait that was too short says nothing about the spacing.
        slowedMs: isRefusedAgain ? row.slowedMs : Math.min(2 * row.spacingMs, maxSpacingMs),
        holdMs: hold,
        slots: 0,
        nextAt: sql<Date>`greatest(next_at, service_now() + ${hold} * interval '1 millisecond')`,
      })
      .where('key', '=', key)
      .execute()
    return hold
  })
}
