/**
 * The facts of one webinar in chronological order, and its state at any time. States are kept and updated fact by fact,
 * so that a query for a later time is cheap; a query for an earlier time folds all facts again.
 */
import type { Fact } from './facts.ts'
import { applyFact } from './fold.ts'
import { emptyWebinarState } from './webinar-state.ts'
import type { WebinarState } from './webinar-state.ts'

/** A returned state changes later: read it at once, and never keep it. */
export interface WebinarHistory {
  readonly eventId: number
  readonly clientId: number
  add(facts: readonly Fact[]): void
  /**
   * The state `lagMs` before `nowMs`. Each lag has its own stored state, so use few different lags.
   */
  stateAt(nowMs: number, lagMs?: number): WebinarState
  /** Grows whenever the state with that lag changes; for caches of derived values. */
  version(lagMs?: number): number
}

export interface PlannedFacts {
  readonly facts: readonly Fact[]
  /** Facts of hours up to `nowMs` that were not returned before. */
  grow(nowMs: number): readonly Fact[]
}

interface Fold {
  state: WebinarState
  applied: number
  atMs: number
  version: number
}

export function createWebinarHistory(
  eventId: number,
  clientId: number,
  planned: PlannedFacts,
): WebinarHistory {
  const facts = [...planned.facts]
  // Sorted only when read, so that thousands of single additions stay fast.
  let isSorted = false
  const folds = new Map<number, Fold>()

  const foldOf = (lagMs: number): Fold => {
    const known = folds.get(lagMs)
    if (known !== undefined) return known
    const fold = {
      state: emptyWebinarState(eventId, clientId),
      applied: 0,
      atMs: -Infinity,
      version: 0,
    }
    folds.set(lagMs, fold)
    return fold
  }

  const restart = (fold: Fold) => {
    fold.state = emptyWebinarState(eventId, clientId)
    fold.applied = 0
    fold.version += 1
  }

  const add = (added: readonly Fact[]) => {
    const firstAt = added.reduce((least, fact) => Math.min(least, fact.at), Infinity)
    for (const fold of folds.values()) {
      const last = facts[fold.applied - 1]
      if (last !== undefined && last.at > firstAt) restart(fold)
    }
    for (const fact of added) facts.push(fact)
    isSorted = false
  }

  return {
    eventId,
    clientId,
    add,
    stateAt: (nowMs, lagMs = 0) => {
      const grown = planned.grow(nowMs)
      if (grown.length > 0) add(grown)
      const fold = foldOf(lagMs)
      const untilMs = nowMs - lagMs
      if (untilMs < fold.atMs) restart(fold)
      fold.atMs = untilMs
      if (!isSorted) facts.sort((a, b) => a.at - b.at)
      isSorted = true
      let next = facts[fold.applied]
      while (next !== undefined && next.at <= untilMs) {
        applyFact(fold.state, next)
        fold.applied += 1
        fold.version += 1
        next = facts[fold.applied]
      }
      return fold.state
    },
    version: (lagMs = 0) => folds.get(lagMs)?.version ?? 0,
  }
}
