/** Signals and queries of the controller. Names are for the Temporal UI too, so they do not change. */
import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { RunOutcome } from '../src/contracts/run.ts'

/** What a run tells its account's controller when Act-On's quota stopped it. */
export interface RunEnded {
  readonly outcome: RunOutcome
}

export const runEnded = defineSignal<[RunEnded]>('runEnded')

export interface AccountStatus {
  readonly state: 'active' | 'waitingForQuota'
  /** ISO 8601 UTC. */
  readonly since: string
}

export const status = defineQuery<AccountStatus>('status')
