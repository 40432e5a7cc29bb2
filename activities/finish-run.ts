import { log } from '@temporalio/activity'
import { EMPTY_LEDGER } from '../src/contracts/run.ts'
import type { FinishedRun, FinishRunInput } from '../src/contracts/sync-activities.ts'
import { dropOldCounts } from '../src/limits/day-budget.ts'
import { closeRun } from '../src/runs/close-run.ts'
import { noteRejections } from '../src/store/account-state.ts'
import { dropOldWork, findRun } from '../src/store/runs.ts'
import type { ActivityContext } from './context.ts'
import { endRunLease } from './run-lease.ts'
import { withinRun } from './run-work.ts'

/** Last activity of a run: its ledger, its outcome, the cursor. */
export function createFinishRun(context: ActivityContext) {
  const { config, store, metrics, now } = context
  return async function finishRun(input: FinishRunInput): Promise<FinishedRun> {
    const finished = await withinRun(context, input, () => closeRun(store, input, now()))
    const { outcome, ledger } = finished
    await noteRejections(store, input.on24ClientId, {
      above: config.notifyRejectionsAbove,
      isGood: outcome === 'complete' || outcome === 'rejections',
      at: now(),
    })
    const run = await findRun(store, input.runKey)
    const startedAt = run?.started_at ?? now()
    metrics.onRunEnd({ outcome, seconds: (now().getTime() - startedAt.getTime()) / 1000 })
    // What a dry run counted became of nobody.
    const { filtered, ...buckets } = run?.dry_run === true ? EMPTY_LEDGER : ledger
    for (const [bucket, count] of Object.entries({ ...buckets, ...filtered })) {
      metrics.onContacts(bucket, count)
    }
    log.info('Run finished', { on24ClientId: input.on24ClientId, outcome, ledger })
    await dropOldCounts(store, now())
    await dropOldWork(store, input.on24ClientId, now())
    await endRunLease(store, input)
    return finished
  }
}
