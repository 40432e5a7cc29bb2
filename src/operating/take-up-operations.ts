/**
 * What an account's controller leaves unanswered is carried out by the service itself: the controller may be gone with
 * what it had heard, or may not be able to run its tasks. What stays all the same is told, and so is a controller
 * that does not answer.
 */
import pMap from 'p-map'
import { checkController } from '../accounts/check-controller.ts'
import { SIGNALS } from '../contracts/temporal-names.ts'
import { tryWithLease } from '../store/leases/hold-lease.ts'
import { OPERATIONS_LEASE } from '../store/leases/lease-names.ts'
import { errorFacts } from '../observability/error-facts.ts'
import { type StoredOperation, unansweredOperations } from '../store/operations.ts'
import { accountsWithTrouble, setTrouble } from '../store/troubles/trouble-notices.ts'
import type { Controllers } from '../temporal/controllers.ts'
import { type CarryingOutParts, carryOut } from './carry-out.ts'

export type TakingUpParts = CarryingOutParts & { readonly controllers: Controllers }

const TAKEN_UP_AFTER_SECONDS = 120
/** A controller that has not answered for so long is looked at. */
const LOOKED_AT_AFTER_SECONDS = 30
const LONGEST_PER_OPERATION_MS = 60_000
/** Accounts that are looked at side by side. */
const AT_ONCE = { concurrency: 8 }

/** Does nothing while another process is at it. */
export async function takeUpOperations(parts: TakingUpParts, stopped: AbortSignal): Promise<void> {
  const lease = { name: OPERATIONS_LEASE, signal: stopped }
  await tryWithLease(parts.store, lease, (leased) => takeUpUnanswered(parts, leased))
}

async function takeUpUnanswered(parts: TakingUpParts, stopped: AbortSignal): Promise<void> {
  const { store } = parts
  const unanswered = await unansweredOperations(store, TAKEN_UP_AFTER_SECONDS)
  const told = await accountsWithTrouble(store, 'operationUnanswered')
  const byAccount = Map.groupBy(unanswered, ({ on24ClientId }) => on24ClientId)
  for (const id of told) if (!byAccount.has(id)) byAccount.set(id, [])
  const takeUpAll = async ([on24ClientId, operations]: readonly [string, StoredOperation[]]) => {
    const left: StoredOperation[] = []
    for (const stored of operations) {
      if (stopped.aborted) return
      if (!(await takeUp(parts, stored, stopped))) left.push(stored)
    }
    const detail = left.length === 0 ? null : left.map((one) => one.operation.signal).join(', ')
    const at = parts.now()
    if (stopped.aborted) return
    await setTrouble(store, on24ClientId, { kind: 'operationUnanswered', detail, at })
  }
  await pMap(byAccount, takeUpAll, AT_ONCE)
  const quiet = await unansweredOperations(store, LOOKED_AT_AFTER_SECONDS)
  const stuck = await accountsWithTrouble(store, 'controllerStuck')
  const ids = new Set([...quiet.map(({ on24ClientId }) => on24ClientId), ...stuck])
  const check = (id: string) => (stopped.aborted ? undefined : checkController(parts, id))
  await pMap(ids, check, AT_ONCE)
}

/** False when it is still to be carried out. */
async function takeUp(
  parts: TakingUpParts,
  { on24ClientId, auditId, operation }: StoredOperation,
  stopped: AbortSignal,
): Promise<boolean> {
  const { logger, controllers } = parts
  const facts = { on24ClientId, signal: operation.signal, auditId }
  const tell = (words: string) => (error: unknown) => {
    if (!stopped.aborted) logger.warn({ ...facts, ...errorFacts(error) }, words)
  }
  try {
    const limit = AbortSignal.any([stopped, AbortSignal.timeout(LONGEST_PER_OPERATION_MS)])
    const outcome = await carryOut(parts, on24ClientId, auditId, limit)
    logger.warn(
      { ...facts, result: outcome?.result },
      'An operation that its controller left unanswered was carried out',
    )
  } catch (error) {
    tell('An operation cannot be carried out yet')(error)
    return false
  }
  // So that the controller knows how the account stands now, if it hears anything.
  await controllers
    .signal(on24ClientId, SIGNALS.followSchedule)
    .catch(tell('The controller was not told how its account stands now'))
  return true
}
