import type { Logger } from '../../observability/logger.ts'
import type { Service } from '../../service.ts'
import type { Controllers } from '../../temporal/controllers.ts'
import type { SyncSchedules } from '../../temporal/schedules.ts'

/** The parts of the service that the customer's pages need. */
export interface LinkParts extends Service {
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
  readonly logger: Logger
}
