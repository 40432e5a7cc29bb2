/** What activities work with. Made once per worker and handed to every activity's factory. */
import type { Logger } from '../src/observability/logger.ts'
import type { Service } from '../src/service.ts'
import type { AccountWork } from '../src/temporal/account-work.ts'
import type { Backfills } from '../src/temporal/backfills.ts'
import type { Controllers } from '../src/temporal/controllers.ts'
import type { SyncSchedules } from '../src/temporal/schedules.ts'

export interface ActivityContext extends Service {
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
  readonly accountWork: AccountWork
  readonly backfills: Backfills
  readonly logger: Logger
}
