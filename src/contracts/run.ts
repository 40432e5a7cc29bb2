/** What a run is seen to do from outside. Times are ISO 8601 in UTC. */

export const RUN_OUTCOMES = [
  'complete',
  'rejections',
  'incomplete',
  'paused',
  'waitingForQuota',
  'needsRelink',
  'failed',
] as const
export type RunOutcome = (typeof RUN_OUTCOMES)[number]

/** Outcomes of a run after which nothing waits and everything was tried. */
export function isGoodOutcome(outcome: RunOutcome): boolean {
  return outcome === 'complete' || outcome === 'rejections'
}

export type RunTrigger = 'schedule' | 'sync' | 'link' | 'backfill' | 'compare'

/**
 * Every registration of a run once, in the bucket it ended in:
 * read + carriedOver = created + updated + unchanged + removed + filtered + rejected + pending.
 */
export interface Ledger {
  readonly read: number
  readonly carriedOver: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly removed: number
  readonly filtered: Readonly<Record<string, number>>
  readonly rejected: number
  readonly pending: number
}

/** Of a run that counted nothing. */
export const EMPTY_LEDGER: Ledger = {
  read: 0,
  carriedOver: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  filtered: {},
  rejected: 0,
  pending: 0,
}

export function ledgerAddsUp(ledger: Ledger): boolean {
  const filtered = Object.values(ledger.filtered).reduce((sum, count) => sum + count, 0)
  const ended =
    ledger.created +
    ledger.updated +
    ledger.unchanged +
    ledger.removed +
    filtered +
    ledger.rejected +
    ledger.pending
  return ledger.read + ledger.carriedOver === ended
}
