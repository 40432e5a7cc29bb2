/**
 * Mends what a crash between the store and Temporal left: every linked account has its controller and its
 * Schedule, and has been asked for its first run.
 */
import { listAccounts } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'

/** What exists stays as it is: safe at every start. A run that is asked for twice runs twice, to no harm. */
export async function reconcileAccounts(service: {
  readonly store: Store
  readonly controllers: Controllers
  readonly schedules: SyncSchedules
}): Promise<void> {
  for (const { on24_client_id, linked_at, cursor_at } of await listAccounts(service.store)) {
    if (linked_at === null) continue
    await service.controllers.ensure(on24_client_id)
    const isNew = await service.schedules.ensure(on24_client_id)
    if (isNew || cursor_at === null) await service.schedules.trigger(on24_client_id)
  }
}
