/** Backfills and comparisons that were terminated could not close themselves. The next one of the account closes them. */
import type { RunReference } from '../contracts/sync-activities.ts'
import type { Service } from '../service.ts'
import { unseenRounds, type UnseenRound } from '../store/runs/backfills.ts'
import { getRun } from '../store/runs/runs.ts'
import { closeRun } from './close-run.ts'
import { mayBeOpen } from './may-be-open.ts'

export interface RoundParts extends Pick<Service, 'store'> {
  readonly accountWork: Pick<Service['accountWork'], 'isOpen'>
}

/**
 * They are closed like cancelled ones: all their work is kept. Returns those that only seemed abandoned: after an outage
 * of hours the leases of all have run out, and their workflows go on.
 */
export async function closeAbandonedRounds(
  parts: RoundParts,
  { on24ClientId, runKey, kind, workflowId }: RunReference & { readonly workflowId: string },
  now: Date,
): Promise<readonly UnseenRound[]> {
  const open: UnseenRound[] = []
  for (const unseen of await unseenRounds(parts.store, on24ClientId, { runKey, workflowId })) {
    // Of one workflow id only the newest can be open: that is the one that asks.
    if (unseen.workflowId !== workflowId && (await mayBeOpen(parts, unseen.workflowId))) {
      open.push(unseen)
      continue
    }
    // It may have closed itself just before its workflow ended.
    if ((await getRun(parts.store, unseen.runKey)).finishedAt !== null) continue
    const run = { on24ClientId, runKey: unseen.runKey, kind, failure: null }
    await closeRun(parts.store, { ...run, stopped: 'cancelled' }, now)
  }
  return open
}
