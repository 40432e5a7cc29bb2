/**
 * Spaces calls evenly across all workers: one statement in the store assigns each caller the next free slot. The
 * spacing is strict, without bursts, because both vendors count over sliding windows.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { slowedSpacing } from './slow-down.ts'

/**
 * Reserves the next slot of `key` and returns in how many milliseconds it begins. Slots are `spacingMs` apart, or more
 * for a while after the key was slowed down; time is `service_now()`. Inside a transaction the key stays locked until
 * the transaction ends.
 */
export async function reserveSlot(store: Store, key: string, spacingMs: number): Promise<number> {
  const now = sql<Date>`service_now()`
  const spacing = sql`${slowedSpacing(spacingMs)} * interval '1 millisecond'`
  const first = sql<Date>`${now} + ${spacingMs} * interval '1 millisecond'`
  const { waitMs } = await store
    .insertInto('pace')
    .values({ key, givenAt: now, nextAt: first, slots: 1 })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        givenAt: now,
        nextAt: sql`greatest(${NEXT_AT}, ${now}) + ${spacing}`,
        slots: sql`least(pace.slots + 1, 1000)`,
      }),
    )
    .returning(
      sql<number>`extract(epoch from next_at - ${spacing} - ${now})::float8 * 1000`.as('waitMs'),
    )
    .executeTakeFirstOrThrow()
  return Math.max(0, waitMs)
}

/**
 * SQL: when the next slot begins. A slot that was assigned in the future, because the database's clock has been set
 * back since, counts as absent: otherwise no worker would call until then.
 */
const NEXT_AT = sql<Date>`
  case when pace.given_at < service_now() + interval '1 second' then pace.next_at end`

/** A call that is later than this would come too close to the next slot. */
const MAX_LATE_MS = 100
/** After this many slots a late call is made anyway: the process or the database is always late. */
const MAX_SLOTS = 4

/**
 * Waits for the slot that `reserve` returns. A caller that wakes up too late, because of a busy process or a slow
 * database, skips the slot and waits for another one from `reserveAgain`.
 */
export async function waitForSlot(
  reserve: () => Promise<number>,
  reserveAgain: () => Promise<number>,
  signal: AbortSignal,
): Promise<void> {
  for (let slots = 1; ; slots += 1) {
    signal.throwIfAborted()
    const askedAt = performance.now()
    const waitMs = await (slots === 1 ? reserve() : reserveAgain())
    signal.throwIfAborted()
    if (waitMs > 0) await sleep(waitMs, undefined, { signal })
    const lateMs = performance.now() - askedAt - waitMs
    if (lateMs <= MAX_LATE_MS || slots === MAX_SLOTS) return
  }
}

/** Assigns no slot of `key` for the next `forMs`, because the vendor reported too many calls. */
export async function holdBack(store: Store, key: string, forMs: number): Promise<void> {
  const now = sql<Date>`service_now()`
  const until = sql<Date>`${now} + ${forMs} * interval '1 millisecond'`
  await store
    .insertInto('pace')
    .values({ key, givenAt: now, nextAt: until })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ givenAt: now, nextAt: sql`greatest(${NEXT_AT}, ${until})` }),
    )
    .execute()
}
