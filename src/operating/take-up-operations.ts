/**
 * What an account's controller leaves unanswered is carried out by the service itself: the controller may be gone with
 * what it had heard, or may not be able to run its tasks. What stays all the same is told, and so is a controller
 * that does not answer.
 */
import { randomUUID } from 'node:crypto'
import { checkController } from '../accounts/check-controller.ts'
import { SIGNALS } from '../contracts/temporal-names.ts'
import { OPERATIONS_LEASE } from '../leases/lease-names.ts'
import { errorFacts } from '../observability/error-facts.ts'
import { type PeriodicWork, startPeriodicWork } from '../periodic-work.ts'
import { takeLease } from '../store/leases.ts'
import { type StoredOperation, unansweredOperations } from '../store/operations.ts'
import { accountsWithTrouble, setTrouble } from '../store/tell-troubles.ts'
import type { Controllers } from '../temporal/controllers.ts'
import { type CarryingOutParts, carryOut } from './carry-out.ts'

export type TakingUpParts = CarryingOutParts & { readonly controllers: Controllers }

const TAKEN_UP_AFTER_SECONDS = 120
/** A controller that has not answered for so long is looked at. */
const LOOKED_AT_AFTER_SECONDS = 30
const LONGEST_PER_OPERATION_MS = 60_000

export function startTakingUpOperations(parts: TakingUpParts, everyMs: number): PeriodicWork {
  const process = randomUUID()
  const takeUp = async (stopped: AbortSignal) => {
    if (!(await takeLease(parts.store, OPERATIONS_LEASE, process, everyMs * 1.5))) return
    await takeUpOperations(parts, stopped)
  }
  return startPeriodicWork(takeUp, {
    everyMs,
    logger: parts.logger,
    whenItFails: 'What operators asked for cannot be taken up',
  })
}

async function takeUpOperations(parts: TakingUpParts, stopped: AbortSignal): Promise<void> {
  const { store } = parts
  for (const stored of await unansweredOperations(store, TAKEN_UP_AFTER_SECONDS)) {
    if (stopped.aborted) return
    await takeUp(parts, stored, stopped)
  }
  const left = await unansweredOperations(store, TAKEN_UP_AFTER_SECONDS)
  const { setDetails, ended } = await whatIsLeft(parts, left)
  for (const [id, detail] of setDetails) await tell(parts, id, detail)
  for (const id of ended) await tell(parts, id, null)

  const quiet = await unansweredOperations(store, LOOKED_AT_AFTER_SECONDS)
  const stuck = await accountsWithTrouble(store, 'controllerStuck')
  for (const id of new Set([...quiet.map(({ on24ClientId }) => on24ClientId), ...stuck])) {
    if (stopped.aborted) return
    await checkController(parts, id)
  }
}

async function takeUp(
  parts: TakingUpParts,
  { on24ClientId, auditId, operation }: StoredOperation,
  stopped: AbortSignal,
): Promise<void> {
  const { logger, controllers } = parts
  const facts = { on24ClientId, signal: operation.signal, auditId }
  try {
    const limit = AbortSignal.any([stopped, AbortSignal.timeout(LONGEST_PER_OPERATION_MS)])
    const outcome = await carryOut(parts, on24ClientId, auditId, limit)
    logger.warn(
      { ...facts, result: outcome?.result },
      'An operation that its controller left unanswered was carried out',
    )
    // So that the controller knows how the account stands now, if it hears anything.
    await controllers.signal(on24ClientId, SIGNALS.followSchedule)
  } catch (error) {
    if (stopped.aborted) return
    logger.warn({ ...facts, ...errorFacts(error) }, 'An operation cannot be carried out yet')
  }
}

async function whatIsLeft({ store }: TakingUpParts, left: readonly StoredOperation[]) {
  const setDetails = new Map<string, string>()
  for (const { on24ClientId, operation } of left) {
    const before = setDetails.get(on24ClientId)
    const { signal } = operation
    setDetails.set(on24ClientId, before === undefined ? signal : `${before}, ${signal}`)
  }
  const told = await accountsWithTrouble(store, 'operationUnanswered')
  return { setDetails, ended: told.filter((id) => !setDetails.has(id)) }
}

function tell({ store, now }: TakingUpParts, id: string, detail: string | null): Promise<void> {
  return setTrouble(store, id, { kind: 'operationUnanswered', detail, at: now() })
}
