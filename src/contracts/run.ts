/** The outcome and the counts of a run. */

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

/** Outcomes after which everything was tried and nothing waits. */
export const GOOD_OUTCOMES: readonly RunOutcome[] = ['complete', 'rejections']

export function isGoodOutcome(outcome: RunOutcome): boolean {
  return GOOD_OUTCOMES.includes(outcome)
}

/**
 * How far a run is with reading a webinar. `skipped`: ON24 no longer has it, or another run has read it. `notRead`: the
 * run only delivers rows that waited before.
 */
export const READ_STATES = ['toRead', 'read', 'skipped', 'failed', 'notRead'] as const
export type ReadState = (typeof READ_STATES)[number]

export type RunTrigger = 'schedule' | 'sync' | 'link' | 'backfill' | 'compare'

/**
 * Counts every registration of a run once, in its final bucket:
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

/** The ledger of a run that counted nothing. */
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
