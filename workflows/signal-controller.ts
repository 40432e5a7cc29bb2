import { getExternalWorkflowHandle, log, workflowInfo } from '@temporalio/workflow'
import { EMPTY_LEDGER } from '../src/contracts/run.ts'
import type { FinishedRun } from '../src/contracts/sync-activities.ts'
import { controllerId } from '../src/contracts/temporal-names.ts'
import { runEnded } from './messages.ts'

/**
 * Signals a run's end to its account's controller. If there is no controller, the next run's end informs it.
 * @param isDry nothing was written and nothing waits: the ledger of a dry run only says what would happen.
 */
export async function signalController(
  on24ClientId: string,
  { outcome, ledger, problems, probeInSeconds, standing }: FinishedRun,
  isDry: boolean,
): Promise<void> {
  const { created, updated, removed, pending } = isDry ? EMPTY_LEDGER : ledger
  const written = created + updated + removed
  const { workflowId } = workflowInfo()
  try {
    const controller = getExternalWorkflowHandle(controllerId(on24ClientId))
    const counts = { written, pending }
    await controller.signal(runEnded, {
      workflowId,
      outcome,
      ...counts,
      problems,
      probeInSeconds,
      standing,
    })
  } catch {
    log.warn('The controller could not be signalled that a run has ended', { on24ClientId })
  }
}
