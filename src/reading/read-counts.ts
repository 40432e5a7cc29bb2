/** What a run counts for one webinar that was read. Pure. */
import type { Decision, FilterReason } from './decide.ts'

/** The result of a read: a decision for each registration, and how many rows were unreadable. */
export interface ReadOutcome {
  readonly decisions: readonly Decision[]
  readonly unreadable: number
}

export function countsOf({ decisions, unreadable }: ReadOutcome) {
  const filtered: Partial<Record<FilterReason, number>> = unreadable > 0 ? { unreadable } : {}
  let unchanged = 0
  for (const decision of decisions) {
    if (decision.bucket === 'unchanged') unchanged += 1
    if (decision.bucket !== 'filtered') continue
    filtered[decision.reason] = (filtered[decision.reason] ?? 0) + 1
  }
  return { read: decisions.length + unreadable, unchanged, filtered }
}
