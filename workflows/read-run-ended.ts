/** Reads what a run tells its controller. It comes as a signal, so that anybody may send anything. */
import { ACCOUNT_STATES } from '../src/contracts/account-state.ts'
import type { RunEnded } from '../src/contracts/operating.ts'
import { RUN_OUTCOMES } from '../src/contracts/run.ts'

/** Runs that were started before they told more told the outcome alone. */
export type RunEndedSoFar = Pick<RunEnded, 'outcome'> & Partial<RunEnded>

/** Null for anything else. */
export function readRunEnded(value: unknown): RunEndedSoFar | null {
  if (typeof value !== 'object' || value === null || !('outcome' in value)) return null
  const outcome = RUN_OUTCOMES.find((known) => known === value.outcome)
  if (outcome === undefined) return null
  return isWhole(value) ? { ...value, outcome } : { outcome }
}

function isWhole(value: object): value is RunEnded {
  return (
    'workflowId' in value &&
    typeof value.workflowId === 'string' &&
    'written' in value &&
    typeof value.written === 'number' &&
    'pending' in value &&
    typeof value.pending === 'number' &&
    'problems' in value &&
    Array.isArray(value.problems) &&
    value.problems.every((line) => typeof line === 'string') &&
    'probeInSeconds' in value &&
    (value.probeInSeconds === null || typeof value.probeInSeconds === 'number') &&
    'standing' in value &&
    isStanding(value.standing)
  )
}

function isStanding(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (!('state' in value && 'reason' in value && 'since' in value)) return false
  const isState = ACCOUNT_STATES.some((known) => known === value.state)
  return isState && isWords(value.reason) && isWords(value.since)
}

function isWords(value: unknown): boolean {
  return value === null || typeof value === 'string'
}
