/**
 * Finds Schedules and controllers of accounts that are not linked in this store. They are only shown; the command
 * `orphans remove` ends them.
 */
import type { Logger } from '../observability/logger.ts'
import type { Store } from '../store/database.ts'
import {
  accountsOwningTemporalObjects,
  saveOrphans,
  type SeenOrphan,
} from '../store/accounts/orphans.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'

interface Found {
  /** ON24 client ids from Temporal's index, which may still show what was removed a moment ago. */
  readonly schedules: ReadonlySet<string>
  readonly controllers: ReadonlySet<string>
}

export async function noteOrphans(
  parts: { store: Store; logger: Logger; schedules: Pick<SyncSchedules, 'exists'> },
  { schedules, controllers }: Found,
): Promise<void> {
  const { store, logger } = parts
  const known = await accountsOwningTemporalObjects(store)
  const orphans: SeenOrphan[] = []
  for (const on24ClientId of new Set([...schedules, ...controllers])) {
    if (known.has(on24ClientId)) continue
    const hasSchedule = schedules.has(on24ClientId) && (await parts.schedules.exists(on24ClientId))
    const hasController = controllers.has(on24ClientId)
    if (hasSchedule || hasController) orphans.push({ on24ClientId, hasSchedule, hasController })
  }
  for (const on24ClientId of await saveOrphans(store, orphans)) {
    logger.warn(
      { on24ClientId },
      'Temporal has a Schedule or a controller for an account that is not linked: see "orphans list"',
    )
  }
}
