/**
 * Evenly spaced calls for all workers together: each caller is given the next free slot by one statement
 * in the store. The spacing is strict, without bursts, because both vendors count over sliding windows.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { slowedSpacing } from './slow-down.ts'

/**
 * Reserves the next slot of `key` and says in how many milliseconds it comes. Slots are `spacingMs` apart, or more
 * for a while after the key was slowed down; time is `service_now()`. Inside a transaction the key stays locked until
 * it ends.
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
 * In SQL: when the next slot comes. What was given in the future, because the database's clock has been set back
 * since, counts as absent: else nobody would call until then.
 */
const NEXT_AT = sql<Date>`
  case when pace.given_at < service_now() + interval '1 second' then pace.next_at end`

/** Behind its slot by more than this, a call would come too near to the next one. */
const MAX_LATE_MS = 100
/** Of a process or database that is late all the time, no more can be had. */
const MAX_SLOTS = 4

/**
 * Waits for the slot that `reserve` gives. Who is woken too late, by a busy process or a slow database, lets
 * the slot go and waits for another one, from `reserveAgain`.
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

/** Nobody gets a slot of `key` for the next `forMs`: the vendor said that it was too much. */
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
