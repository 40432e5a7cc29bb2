/** Parses a run's signal to its controller. Anyone may send a signal, so the payload may be anything. */
import { ACCOUNT_STATES } from '../src/contracts/account-state.ts'
import type { RunEnded } from '../src/contracts/operations.ts'
import { RUN_OUTCOMES } from '../src/contracts/run.ts'

/** Null if the payload cannot come from a run. */
export function readRunEnded(value: unknown): RunEnded | null {
  return typeof value === 'object' && value !== null && isWhole(value) ? value : null
}

function isWhole(value: object): value is RunEnded {
  return (
    'outcome' in value &&
    RUN_OUTCOMES.some((known) => known === value.outcome) &&
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
