/**
 * The share of the vendors' rates that backfills and comparisons may use, small enough not to slow six-hourly runs
 * noticeably.
 */
import type { Store } from '../database.ts'
import { reserveSlot, waitForSlot } from './pace.ts'
import { type Refusal, slowDown } from './slow-down.ts'

/** All backfills and comparisons of a key together make at most one call in this many. */
const ONE_IN = 5

/** Waits until one of them may take the next slot of `key`, whose slots are `spacingMs` apart. */
export async function waitForShare(
  store: Store,
  key: string,
  spacingMs: number,
  signal: AbortSignal,
): Promise<void> {
  const reserve = () => reserveSlot(store, shareKey(key), spacingMs * ONE_IN)
  await waitForSlot(reserve, reserve, signal)
}

/** Slows the share down together with its key. */
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
