/** Whether a run's end is news to its account's controller. Most runs find nothing, and a signal costs two workflow tasks. */
import type { FinishedRun, RunReference } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { quietSincePreviousRun } from '../store/runs/quiet-since.ts'

/** True if the run, like the account's previous one, was complete, and nothing happened in it or between their ends. */
export async function tellsNothingNew(
  store: Store,
  run: RunReference,
  { outcome, ledger, problems, probeInSeconds, standing }: FinishedRun,
): Promise<boolean> {
  const { created, updated, removed, pending } = ledger
  const isQuiet = outcome === 'complete' && created + updated + removed + pending === 0
  if (run.kind !== 'sync' || !isQuiet || problems.length > 0 || probeInSeconds !== null)
    return false
  return standing.state === 'active' && (await quietSincePreviousRun(store, run))
}
