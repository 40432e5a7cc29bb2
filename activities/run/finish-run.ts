import { log } from '@temporalio/activity'
import { EMPTY_LEDGER, isGoodOutcome } from '../../src/contracts/run.ts'
import type { FinishedRun, FinishRunInput } from '../../src/contracts/sync-activities.ts'
import { beginningOf } from '../../src/runs/beginning.ts'
import { closeRun } from '../../src/runs/close-run.ts'
import { tellsNothingNew } from '../../src/runs/tells-nothing-new.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { noteRejections } from '../../src/store/accounts/account-state.ts'
import { findRun } from '../../src/store/runs/runs.ts'
import type { Service } from '../../src/service.ts'
import { endRunLease } from './run-lease.ts'
import { withinRun } from './run-work.ts'
import { isBeingRemoved, isPaused } from '../../src/store/accounts/account.ts'

/** Last activity of a run: computes its ledger and its outcome, and moves the cursor. */
export function createFinishRun(context: Service) {
  const { config, store, schedules, metrics, now } = context
  return async function finishRun(input: FinishRunInput): Promise<FinishedRun> {
    const finished = await withinRun(context, input, () => closeRun(store, input, now()))
    const { outcome, ledger } = finished
    if (await isPauseOver(context, input)) await schedules.trigger(input.on24ClientId)
    await noteRejections(store, input.on24ClientId, {
      above: config.notifyRejectionsAbove,
      isGood: isGoodOutcome(outcome),
      at: now(),
    })
    const run = await findRun(store, input.runKey)
    const startedAt = run?.startedAt ?? now()
    metrics.onRunEnd({ outcome, seconds: (now().getTime() - startedAt.getTime()) / 1000 })
    // The counts of a dry run are no real contacts.
    const { filtered, ...buckets } = run?.dryRun === true ? EMPTY_LEDGER : ledger
    for (const [bucket, count] of Object.entries({ ...buckets, ...filtered })) {
      metrics.onContacts(bucket, count)
    }
    const { failure, problems } = finished
    const { on24ClientId } = input
    const unreadableRows = run?.unreadableRows ?? 0
    metrics.onUnreadableRows(unreadableRows)
    const oddRows = unreadableRows > 0 && { unreadableRows }
    log.info('Run finished', { on24ClientId, outcome, failure, problems, ledger, ...oddRows })
    await endRunLease(store, input)
    return {
      ...finished,
      ...(run !== undefined && { began: await beginningOf(context, run) }),
      tellsNothingNew: await tellsNothingNew(store, input, finished),
    }
  }
}

/**
 * The signal of a pause that is already over stopped the run that the resume had started. Without another run nothing
 * would be synced until the next slot.
 */
async function isPauseOver(
  { store }: Pick<Service, 'store'>,
  { on24ClientId, kind, stopped }: FinishRunInput,
): Promise<boolean> {
  if (kind !== 'sync' || stopped !== 'paused') return false
  const account = await getAccount(store, on24ClientId)
  return !isBeingRemoved(account) && !isPaused(account)
}
