/** Requests an operation from an account's controller, like a signal sent from the Temporal UI. */
import type { Operation } from '../../contracts/operations.ts'
import { requestOperation } from '../../operating/request-operation.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { inTime } from '../../temporal/in-time.ts'
import { accountNotBeingRemoved } from './account-of.ts'

/**
 * Resolves when the request is stored. Throws AccountNotLinked, AccountPaused, and a Problem for an account that is not
 * registered or is being removed.
 */
export async function askAccount(
  service: Service,
  on24ClientId: string,
  operation: Operation,
  requester: Requester,
): Promise<{ readonly workflowId: string }> {
  await accountNotBeingRemoved(service.store, on24ClientId)
  return inTime(service.client, () => requestOperation(service, on24ClientId, operation, requester))
}
