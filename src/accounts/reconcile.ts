/** Mends what a crash between the store and Temporal left: every linked account has controller and Schedule. */
import { listAccounts } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'

/** What exists stays as it is, so it is safe at every start and in several processes at once. */
export async function reconcileAccounts(service: {
  readonly store: Store
  readonly controllers: Controllers
  readonly schedules: SyncSchedules
}): Promise<void> {
  for (const { on24_client_id, linked_at } of await listAccounts(service.store)) {
    if (linked_at === null) continue
    await service.controllers.ensure(on24_client_id)
    await service.schedules.ensure(on24_client_id)
  }
}
