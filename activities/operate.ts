import { cancellationSignal } from '@temporalio/activity'
import type { AccountStanding } from '../src/contracts/account-state.ts'
import type { Operated, OperateInput, Operation } from '../src/contracts/operating.ts'
import type { AskingParts } from '../src/operating/ask-act-on.ts'
import { auditOperation } from '../src/operating/audit-operation.ts'
import { followByHand } from '../src/operating/follow-by-hand.ts'
import { followSchedule } from '../src/operating/follow-schedule.ts'
import {
  type OperatingParts,
  type Outcome,
  refused,
  unchanged,
} from '../src/operating/operating.ts'
import { pauseAccount } from '../src/operating/pause-account.ts'
import { resumeAccount } from '../src/operating/resume-account.ts'
import { startBackfill } from '../src/operating/start-backfill.ts'
import { syncNow } from '../src/operating/sync-now.ts'
import { standingOf } from '../src/store/account-state.ts'
import { findAccount } from '../src/store/accounts.ts'
import type { ActivityContext } from './context.ts'

/** An attempt that hangs is given up a little before Temporal gives it up. */
const LONGEST_MS = 50_000

const GONE: AccountStanding = { state: 'unlinked', reason: null, since: null }

/** What an operator asked of an account, and what became of it. Safe to repeat, as every operation is. */
export function createOperate(context: ActivityContext) {
  return async function operate(input: OperateInput): Promise<Operated> {
    const { on24ClientId } = input
    const account = await findAccount(context.store, on24ClientId)
    const isLinked = account !== undefined && account.linked_at !== null
    const outcome =
      isLinked && account.closing_since === null
        ? await outcomeOf(context, input)
        : refused('The account is not linked.')
    await auditOperation(context, input, outcome)
    const after = await findAccount(context.store, on24ClientId)
    return { ...outcome, standing: after === undefined ? GONE : standingOf(after) }
  }
}

async function outcomeOf(
  parts: OperatingParts & AskingParts,
  input: OperateInput,
): Promise<Outcome> {
  const { on24ClientId, operation, isRepeat } = input
  if (isRepeat) {
    // Somebody may have paused or unpaused the Schedule by hand in between.
    await followSchedule(parts, on24ClientId)
    return unchanged('The same was asked just before.')
  }
  return carryOut(parts, on24ClientId, operation)
}

async function carryOut(
  parts: OperatingParts & AskingParts,
  on24ClientId: string,
  operation: Operation,
): Promise<Outcome> {
  switch (operation.signal) {
    case 'pause':
      return pauseAccount(parts, on24ClientId, operation.reason)
    case 'resume':
      return resumeAccount(parts, on24ClientId)
    case 'syncNow':
      return syncNow(parts, on24ClientId)
    case 'backfill':
      return startBackfill(parts, on24ClientId, operation)
    case 'followSchedule':
      return followByHand(
        parts,
        on24ClientId,
        AbortSignal.any([cancellationSignal(), AbortSignal.timeout(LONGEST_MS)]),
      )
  }
}
