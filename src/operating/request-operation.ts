/** Requests an operation for the API and the pages: stores it, then signals the controller as the Temporal UI does. */
import { ensureSyncing, type SyncStarters } from '../accounts/ensure-schedule-and-controller.ts'
import type { Operation } from '../contracts/operations.ts'
import { backfillId, controllerId } from '../contracts/temporal-names.ts'
import { errorFacts } from '../observability/error-facts.ts'
import type { Service } from '../service.ts'
import { findAccount, findLinkedAccount } from '../store/accounts/accounts.ts'
import { recordAudit } from '../store/audit.ts'
import { unsettledPauseOrResume } from '../store/operations.ts'
import type { Controllers } from '../temporal/controllers.ts'
import { LONGEST_WAIT_MS } from '../temporal/in-time.ts'
import { isTemporalAway } from '../temporal/temporal-away.ts'
import { type Requester, auditFields, storeRequested } from './store-operation.ts'
import { AccountNotLinked, isPaused } from '../store/accounts/account.ts'

/** A sync is refused while the account is paused. Its resume also starts a run. */
export class AccountPaused extends Error {
  override readonly name = 'AccountPaused'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is paused.`)
  }
}

export interface RequestingParts
  extends Pick<Service, 'store' | 'now'>, Pick<SyncStarters, 'schedules' | 'logger'> {
  readonly controllers: SyncStarters['controllers'] & Pick<Controllers, 'signal'>
}

/**
 * Resolves once the operation is stored; a stored pause or resume takes effect on the account at once. The controller
 * executes it when it receives the signal, or the service if it does not. The outcome is in the controller's query
 * `status` and in the audit trail. Throws AccountNotLinked for an account that is not linked, not registered or being
 * removed, and AccountPaused.
 * @returns the workflow id of the backfill, or else of the controller.
 */
export async function requestOperation(
  parts: RequestingParts,
  on24ClientId: string,
  operation: Operation,
  requester: Requester,
): Promise<{ readonly workflowId: string }> {
  const { store, now } = parts
  if ((await findLinkedAccount(store, on24ClientId)) === undefined) {
    throw new AccountNotLinked(on24ClientId)
  }
  if (operation.signal === 'syncNow' && (await isPausedNow(parts, on24ClientId))) {
    const { actor, address } = requester
    const entry = { on24ClientId, at: now(), ...auditFields(operation) }
    await recordAudit(store, { ...entry, actor, address, result: 'paused' })
    throw new AccountPaused(on24ClientId)
  }
  const auditId = await storeRequested(parts, on24ClientId, operation, requester)
  if (auditId === null) throw new AccountNotLinked(on24ClientId)
  const { signal, ...payload } = operation
  await trySend(parts, on24ClientId, signal, { ...payload, auditId })
  const workflowId =
    operation.signal === 'backfill'
      ? backfillId(on24ClientId, operation)
      : controllerId(on24ClientId)
  return { workflowId }
}

type PauseReaders = Pick<RequestingParts, 'store' | 'schedules'>

/** While Temporal does not answer: as the store last knew. */
export async function isPausedNow(parts: PauseReaders, on24ClientId: string): Promise<boolean> {
  const isKnownAs = await pauseIfKnown(parts, on24ClientId)
  if (isKnownAs !== null) return isKnownAs
  const account = await findAccount(parts.store, on24ClientId)
  return account !== undefined && isPaused(account)
}

/**
 * Whether the account is paused by the latest unsettled request, or else by the Schedule's flag, which may have been
 * changed in Temporal. Null if Temporal does not answer.
 */
export async function pauseIfKnown(
  { store, schedules }: PauseReaders,
  on24ClientId: string,
): Promise<boolean | null> {
  const request = await unsettledPauseOrResume(store, on24ClientId)
  if (request !== null) return request.operation.signal === 'pause'
  try {
    return (await schedules.readPause(on24ClientId)) !== null
  } catch (error) {
    if (!isTemporalAway(error)) throw error
    return null
  }
}

/** Never rejects: the operation is stored, so the service executes it if the signal is not received. */
async function trySend(
  parts: RequestingParts,
  on24ClientId: string,
  signal: Operation['signal'],
  payload: object,
): Promise<void> {
  try {
    await send(parts, on24ClientId, signal, payload)
  } catch (error) {
    parts.logger.warn(
      { on24ClientId, signal, ...errorFacts(error) },
      'The controller could not be signalled about an operation; the service executes it',
    )
  }
}

async function send(
  parts: RequestingParts,
  on24ClientId: string,
  signal: Operation['signal'],
  payload: object,
): Promise<void> {
  if (await parts.controllers.signal(on24ClientId, signal, payload)) return
  await ensureSyncing(parts, on24ClientId, AbortSignal.timeout(LONGEST_WAIT_MS))
  await parts.controllers.signal(on24ClientId, signal, payload)
}
