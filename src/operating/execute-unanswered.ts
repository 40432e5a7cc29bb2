/**
 * Executes operations that an account's controller leaves unanswered: it may have been terminated together with the
 * signals it had received, or be unable to run its tasks. Reports operations that remain unanswered, and stuck
 * controllers, as problems of the account.
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
import { type ExecutingParts, executeOperation } from './execute-operation.ts'

export type UnansweredParts = ExecutingParts & { readonly controllers: Controllers }

const EXECUTE_AFTER_SECONDS = 120
/** A controller that leaves an operation unanswered for this long is checked. */
const CHECK_AFTER_SECONDS = 30
const LONGEST_PER_OPERATION_MS = 60_000
/** Accounts that are handled concurrently. */
const AT_ONCE = { concurrency: 8 }

/** Does nothing while another process does this. */
export async function executeUnanswered(
  parts: UnansweredParts,
  stopped: AbortSignal,
): Promise<void> {
  const lease = { name: OPERATIONS_LEASE, signal: stopped }
  await tryWithLease(parts.store, lease, (leased) => executeAll(parts, leased))
}

async function executeAll(parts: UnansweredParts, stopped: AbortSignal): Promise<void> {
  const { store } = parts
  const unanswered = await unansweredOperations(store, EXECUTE_AFTER_SECONDS)
  const reported = await accountsWithTrouble(store, 'operationUnanswered')
  const byAccount = Map.groupBy(unanswered, ({ on24ClientId }) => on24ClientId)
  for (const id of reported) if (!byAccount.has(id)) byAccount.set(id, [])
  const executeOf = async ([on24ClientId, operations]: readonly [string, StoredOperation[]]) => {
    const left: StoredOperation[] = []
    for (const stored of operations) {
      if (stopped.aborted) return
      if (!(await execute(parts, stored, stopped))) left.push(stored)
    }
    const detail = left.length === 0 ? null : left.map((one) => one.operation.signal).join(', ')
    const at = parts.now()
    if (stopped.aborted) return
    await setTrouble(store, on24ClientId, { kind: 'operationUnanswered', detail, at })
  }
  await pMap(byAccount, executeOf, AT_ONCE)
  const quiet = await unansweredOperations(store, CHECK_AFTER_SECONDS)
  const stuck = await accountsWithTrouble(store, 'controllerStuck')
  const ids = new Set([...quiet.map(({ on24ClientId }) => on24ClientId), ...stuck])
  const check = (id: string) => (stopped.aborted ? undefined : checkController(parts, id))
  await pMap(ids, check, AT_ONCE)
}

/** Returns false if the operation could not be executed. */
async function execute(
  parts: UnansweredParts,
  { on24ClientId, auditId, operation }: StoredOperation,
  stopped: AbortSignal,
): Promise<boolean> {
  const { logger, controllers } = parts
  const facts = { on24ClientId, signal: operation.signal, auditId }
  const logFailure = (words: string) => (error: unknown) => {
    if (!stopped.aborted) logger.warn({ ...facts, ...errorFacts(error) }, words)
  }
  try {
    const limit = AbortSignal.any([stopped, AbortSignal.timeout(LONGEST_PER_OPERATION_MS)])
    const outcome = await executeOperation(parts, on24ClientId, auditId, limit)
    logger.warn(
      { ...facts, result: outcome?.result },
      'Executed an operation that its controller had left unanswered',
    )
  } catch (error) {
    logFailure('An operation cannot be executed yet')(error)
    return false
  }
  // Makes a controller that receives signals refresh its account's standing.
  await controllers
    .signal(on24ClientId, SIGNALS.followSchedule)
    .catch(
      logFailure('The controller could not be signalled to refresh the standing of its account'),
    )
  return true
}
