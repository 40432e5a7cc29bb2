/** What backfills get of the vendors' limits: a part so small that the six-hourly runs hardly notice it. */
import type { Store } from '../database.ts'
import { reserveSlot, waitForSlot } from './pace.ts'
import { type Refusal, slowDown } from './slow-down.ts'

/** One call in so many, at most, for all backfills of the key together. */
const ONE_IN = 5

/** Waits until a backfill may take the next slot of `key`, whose slots are `spacingMs` apart. */
export async function waitForShare(
  store: Store,
  key: string,
  spacingMs: number,
  signal: AbortSignal,
): Promise<void> {
  const reserve = () => reserveSlot(store, shareKey(key), spacingMs * ONE_IN)
  await waitForSlot(reserve, reserve, signal)
}

/** The key was slowed down: a part of it is a part of fewer slots. */
export async function slowShare(
  store: Store,
  key: string,
  spacingMs: number,
  refusal: Refusal,
): Promise<void> {
  const share = { key: shareKey(key), spacingMs: spacingMs * ONE_IN, oneIn: ONE_IN }
  await slowDown(store, share, refusal)
}

function shareKey(key: string): string {
  return `backfill/${key}`
}

/** Backfills call only while the last 24 hours hold fewer calls than this, whoever made them. */
export function backfillCallsPerDay(perDay: number): number {
  return Math.floor(perDay / 2)
}
