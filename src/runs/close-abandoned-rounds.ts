/** Backfills and comparisons that were terminated could not close themselves. The next one of the account closes them. */
import type { RunReference } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { abandonedBackfills } from '../store/runs/backfills.ts'
import { closeRun } from './close-run.ts'

/** They are closed like cancelled ones: all their work is kept. */
export async function closeAbandonedRounds(
  store: Store,
  { on24ClientId, runKey, kind, workflowId }: RunReference & { readonly workflowId: string },
  now: Date,
): Promise<void> {
  for (const abandoned of await abandonedBackfills(store, on24ClientId, { runKey, workflowId })) {
    const run = { on24ClientId, runKey: abandoned, kind, failure: null }
    await closeRun(store, { ...run, stopped: 'cancelled' }, now)
  }
}
