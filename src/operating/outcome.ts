/** What operations need, and the outcomes that they return. */
import type { SyncStarters } from '../accounts/ensure-schedule-and-controller.ts'
import type { Operated } from '../contracts/operations.ts'
import type { Logger } from '../observability/logger.ts'
import type { Service } from '../service.ts'
import type { AccountWork } from '../temporal/account-work.ts'
import type { Backfills } from '../temporal/backfills.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'

export interface OperatingParts extends Pick<Service, 'store' | 'now'> {
  readonly schedules: SyncSchedules
  readonly controllers: SyncStarters['controllers']
  readonly accountWork: Pick<AccountWork, 'signal'>
  readonly backfills: Backfills
  readonly logger: Logger
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
