import { cancellationSignal } from '@temporalio/activity'
import type { AccountStanding } from '../src/contracts/account-state.ts'
import type { Operated, OperateInput } from '../src/contracts/operations.ts'
import { executeOperation } from '../src/operating/execute-operation.ts'
import { followManualChange } from '../src/operating/follow-manual-change.ts'
import { type Outcome, refused } from '../src/operating/outcome.ts'
import { auditFields } from '../src/operating/store-operation.ts'
import { findAccount, findLinkedAccount } from '../src/store/accounts/accounts.ts'
import { recordAudit, settleAudit } from '../src/store/audit.ts'
import type { Service } from '../src/service.ts'
import { secondsToProbe, standingOf } from '../src/store/accounts/account.ts'

/** An attempt that hangs ends a little before Temporal's own timeout. */
const LONGEST_MS = 50_000

const GONE: AccountStanding = { state: 'unlinked', reason: null, since: null }
const NOT_LINKED = refused('The account is not linked.')

/**
 * Carries out what an operator asked for and returns the result. Safe to repeat: for an operation that was carried out
 * before, by this controller or by one that was reset or replaced, it only returns the result.
 */
export function createOperate(context: Service) {
  return async function operate(input: OperateInput): Promise<Operated> {
    const { on24ClientId } = input
    const account = await findLinkedAccount(context.store, on24ClientId)
    const outcome =
      account === undefined ? await refuse(context, input) : await outcomeOf(context, input)
    const after = await findAccount(context.store, on24ClientId)
    const standing = after === undefined ? GONE : standingOf(after)
    const probeInSeconds = after === undefined ? null : secondsToProbe(after, context.now())
    return { ...outcome, standing, probeInSeconds }
  }
}

async function outcomeOf(context: Service, input: OperateInput): Promise<Outcome> {
  const { on24ClientId, operation } = input
  const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(LONGEST_MS)])
  if (operation.signal === 'followSchedule')
    return followManualChange(context, on24ClientId, signal)
  if (input.auditId === null) return refuse(context, input)
  return (await executeOperation(context, on24ClientId, input.auditId, signal)) ?? NOT_LINKED
}

async function refuse(
  { store, now }: Service,
  { on24ClientId, operation, auditId }: OperateInput,
): Promise<Outcome> {
  if (operation.signal === 'followSchedule') return NOT_LINKED
  const isSettled =
    auditId !== null && (await settleAudit(store, on24ClientId, auditId, NOT_LINKED.result))
  if (isSettled) return NOT_LINKED
  await recordAudit(store, {
    on24ClientId,
    at: now(),
    actor: 'temporal',
    ...auditFields(operation),
    result: NOT_LINKED.result,
    address: null,
  })
  return NOT_LINKED
}
