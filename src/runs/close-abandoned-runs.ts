/**
 * Six-hourly runs that were terminated or timed out could not close themselves. The next run closes them before it
 * takes up their rows.
 */
import type { BeginRunInput } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { unfinishedSyncs } from '../store/runs/runs.ts'
import { closeRun } from './close-run.ts'

/**
 * Only for a run that holds its lease: then no other run of the account is active. Abandoned runs are closed like
 * cancelled ones: all their work is kept, and the account's state does not change. If one continues after all, it
 * closes itself once more, with what it has done by then.
 */
export async function closeAbandonedRuns(
  store: Store,
  { on24ClientId, runKey, kind }: BeginRunInput,
  now: Date,
): Promise<void> {
  for (const abandoned of await unfinishedSyncs(store, on24ClientId)) {
    if (abandoned === runKey) continue
    const run = { on24ClientId, runKey: abandoned, kind, failure: null }
    await closeRun(store, { ...run, stopped: 'cancelled' }, now)
  }
}
