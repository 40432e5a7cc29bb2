/** The daily duty that deletes what is not kept any longer. */
import type { Service } from '../service.ts'
import { dropOldRecords } from '../store/drop-old-records.ts'
import { dropOldCounts } from '../store/paces/day-budget.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export function createDropOldRecords({ store, config, logger, now: clock }: Service) {
  return async (stopped: AbortSignal): Promise<void> => {
    const now = clock()
    const keptSince = new Date(now.getTime() - config.retentionDays * DAY_MS)
    const dropped = await dropOldRecords(store, { now, keptSince }, stopped)
    await dropOldCounts(store, now)
    const rows = Object.values(dropped).reduce((sum, count) => sum + count, 0)
    if (rows > 0) logger.info({ dropped }, 'Old records were deleted')
  }
}
