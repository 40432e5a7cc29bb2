/** The daily duty that deletes what is older than RETENTION_DAYS. */
import type { Service } from '../service.ts'
import { dropOldRecords } from '../store/drop-old-records.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export function createDropOldRecords({ store, config, logger, now }: Service) {
  return async (stopped: AbortSignal): Promise<void> => {
    const before = new Date(now().getTime() - config.retentionDays * DAY_MS)
    const dropped = await dropOldRecords(store, before, stopped)
    const rows = Object.values(dropped).reduce((sum, count) => sum + count, 0)
    if (rows > 0) logger.info({ dropped }, 'Records older than RETENTION_DAYS were deleted')
  }
}
