/** Starts what a stored link needs in Temporal. The link does not depend on it: a reconcile mends what is missing. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../observability/logger.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'

export interface SyncStarters {
  readonly controllers: Controllers
  readonly schedules: SyncSchedules
  readonly logger: Logger
}

/** A customer waits for the answer, and Temporal's client tries again for a while before it fails. */
const LONGEST_WAIT_MS = 10_000

/** Never rejects. A run is not asked for while the account is paused: its resume asks for one. */
export async function startSyncing(starters: SyncStarters, on24ClientId: string): Promise<void> {
  const { controllers, schedules, logger } = starters
  const start = async () => {
    await controllers.ensure(on24ClientId)
    await schedules.ensure(on24ClientId)
    if (!(await schedules.isPaused(on24ClientId))) await schedules.trigger(on24ClientId)
  }
  const started = start().catch((error: unknown) => {
    logger.warn(
      { err: error, on24ClientId },
      'The link is stored, but its syncs are not started yet',
    )
  })
  await Promise.race([started, sleep(LONGEST_WAIT_MS, undefined, { ref: false })])
}
