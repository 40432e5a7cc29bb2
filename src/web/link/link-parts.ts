import type { Logger } from '../../observability/logger.ts'
import type { Service } from '../../service.ts'
import type { Controllers } from '../../temporal/controllers.ts'
import type { SyncSchedules } from '../../temporal/schedules.ts'

/** What the customer's pages need of the service. */
export interface LinkParts extends Service {
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
  readonly logger: Logger
}
