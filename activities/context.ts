/** What activities work with. Made once per worker and handed to every activity's factory. */
import type { Service } from '../src/service.ts'
import type { SyncSchedules } from '../src/temporal/schedules.ts'

export interface ActivityContext extends Service {
  readonly schedules: SyncSchedules
}
