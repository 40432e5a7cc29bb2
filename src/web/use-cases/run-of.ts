/** Loads the run that a request is about. */
import { isPrintable } from '../../api/formats.ts'
import type { Store } from '../../store/database.ts'
import { findListedRun, type ListedRun } from '../../store/runs/run-list.ts'
import { Problem } from '../api/problem.ts'

/** Throws a Problem for a run that the account does not have. */
export async function runOf(
  store: Store,
  on24ClientId: string,
  run: Pick<ListedRun, 'workflowId' | 'runId'>,
): Promise<ListedRun> {
  const isStorable = isPrintable(run.workflowId) && isPrintable(run.runId)
  const found = isStorable ? await findListedRun(store, on24ClientId, run) : null
  if (found !== null) return found
  throw new Problem('runUnknown', 'Use the workflowId and the runId of one in the list of runs.')
}
