/**
 * Spaces calls evenly across all workers: one statement in the store assigns each caller the next free slot. The
 * spacing is strict, without bursts, because both vendors count over sliding windows.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Store } from '../database.ts'

/**
 * Reserves the next slot of `key` and returns in how many milliseconds it begins. Slots are `spacingMs` apart, or more
 * for a while after the key was slowed down; time is `service_now()`.
 */
export async function reserveSlot(store: Store, key: string, spacingMs: number): Promise<number> {
  const { rows } = await sql<{ waitMs: number }>`
    select reserve_slot(${key}, ${spacingMs}) as wait_ms
  `.execute(store)
  return rows[0]?.waitMs ?? 0
}

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
        .doUpdateSet({ givenAt: now, nextAt: sql`greatest(next_slot_of(pace), ${until})` }),
    )
    .execute()
}
