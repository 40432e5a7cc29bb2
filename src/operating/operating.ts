/** What operations work with, and what they say. */
import type { SyncStarters } from '../accounts/start-syncing.ts'
import type { Operated } from '../contracts/operating.ts'
import type { Backfills } from '../temporal/backfills.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import type { FollowingParts } from './follow-schedule.ts'

export interface OperatingParts extends FollowingParts {
  readonly schedules: SyncSchedules
  readonly controllers: SyncStarters['controllers']
  readonly backfills: Backfills
}

export type Outcome = Pick<Operated, 'result' | 'detail'>

export function done(detail: string): Outcome {
  return { result: 'done', detail }
}

export function unchanged(detail: string): Outcome {
  return { result: 'unchanged', detail }
}

export function refused(detail: string): Outcome {
  return { result: 'refused', detail }
}
