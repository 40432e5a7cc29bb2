import { log } from '@temporalio/activity'
import { EMPTY_LEDGER, isGoodOutcome } from '../../src/contracts/run.ts'
import type {
  FinishedRun,
  FinishRunInput,
  RunReference,
} from '../../src/contracts/sync-activities.ts'
import { beginningOf } from '../../src/runs/beginning.ts'
import { closeRun, endBefore } from '../../src/runs/close-run.ts'
import { tellsNothingNew } from '../../src/runs/tells-nothing-new.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { noteRejections } from '../../src/store/accounts/account-state.ts'
import { findRun, type Run } from '../../src/store/runs/runs.ts'
import { signalRuns } from '../../src/operating/signal-runs.ts'
import type { Service } from '../../src/service.ts'
import { isTemporalAway } from '../../src/temporal/temporal-away.ts'
import { endRunLease } from './run-lease.ts'
import { withinRun } from './run-work.ts'
import { isBeingRemoved, isPaused } from '../../src/store/accounts/account.ts'

/** Last activity of a run. */
export function createFinishRun(context: Service) {
  return async function finishRun(input: FinishRunInput): Promise<FinishedRun> {
    const finished = await withinRun(context, input, () => finish(context, input))
    await endRunLease(context.store, input)
    return finished
  }
}

/** Computes the run's ledger and its outcome, and moves the cursor. The caller ends the run's lease afterwards. */
export async function finish(context: Service, input: FinishRunInput): Promise<FinishedRun> {
  const finished = await closeRun(context.store, input, context.now())
  return tellEnd(context, input, await findRun(context.store, input.runKey), finished)
}

/** The run's end as an attempt whose answer was lost has stored it; null if none has closed the run. */
export async function finishedBefore(
  context: Service,
  { on24ClientId, runKey, kind }: RunReference,
  run: Run,
): Promise<FinishedRun | null> {
  const finished = await endBefore(context.store, run, context.now())
  const input = { on24ClientId, runKey, kind, stopped: null, failure: null }
  return finished && tellEnd(context, input, run, finished)
}

/** Safe to repeat: an attempt may have been cut off at any line. */
async function tellEnd(
  context: Service,
  input: FinishRunInput,
  run: Run | undefined,
  finished: FinishedRun,
): Promise<FinishedRun> {
  const { config, store, schedules, now } = context
  const { on24ClientId } = input
  if (await isPauseOver(context, input)) await schedules.trigger(on24ClientId)
  if (input.kind === 'compare') await wakeOthers(context, on24ClientId)
  await noteRejections(store, on24ClientId, {
    above: config.notifyRejectionsAbove,
    isGood: isGoodOutcome(finished.outcome),
    at: now(),
  })
  count(context, run, finished)
  const { outcome, ledger, failure, problems } = finished
  const unreadableRows = run?.unreadableRows ?? 0
  const oddRows = unreadableRows > 0 && { unreadableRows }
  log.info('Run finished', { on24ClientId, outcome, failure, problems, ledger, ...oddRows })
  return {
    ...finished,
    ...(run !== undefined && { began: await beginningOf(context, run) }),
    tellsNothingNew: await tellsNothingNew(store, input, finished),
  }
}

/** Another comparison may wait for the end of this one. If it is not told, it looks again within an hour. */
async function wakeOthers(context: Service, on24ClientId: string): Promise<void> {
  try {
    await signalRuns(context, on24ClientId, false)
  } catch (error) {
    if (!isTemporalAway(error)) throw error
  }
}

function count(
  { metrics, now }: Pick<Service, 'metrics' | 'now'>,
  run: Run | undefined,
  { outcome, ledger }: FinishedRun,
): void {
  const startedAt = run?.startedAt ?? now()
  metrics.onRunEnd({ outcome, seconds: (now().getTime() - startedAt.getTime()) / 1000 })
  // The counts of a dry run are no real contacts.
  const { filtered, ...buckets } = run?.dryRun === true ? EMPTY_LEDGER : ledger
  for (const [bucket, contacts] of Object.entries({ ...buckets, ...filtered })) {
    metrics.onContacts(bucket, contacts)
  }
  metrics.onUnreadableRows(run?.unreadableRows ?? 0)
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
