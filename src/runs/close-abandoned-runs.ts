/**
 * Six-hourly runs that somebody terminated, or whose time ran out, had no chance to close. The next one does it for
 * them, before it takes up what they left.
 */
import type { BeginRunInput } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { unfinishedSyncs } from '../store/runs/runs.ts'
import { closeRun } from './close-run.ts'

/**
 * Only for a run that has its lease: then no other one of the account is at work. They end as if they had been
 * cancelled: somebody wanted them to end, all that they did is kept, and of the account it says nothing. Should one
 * come back all the same, it closes itself once more, with what it has done by then.
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
