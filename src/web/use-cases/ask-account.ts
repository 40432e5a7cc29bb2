/** Asks an account's controller for something, as the Temporal UI does. */
import type { Operation } from '../../contracts/operations.ts'
import { requestOperation } from '../../operating/request-operation.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { lastingAccountOf } from './account-of.ts'

/**
 * Resolves when what is asked is stored. Throws a Problem for an account that is not registered or is being removed,
 * AccountNotLinked, and AccountPaused.
 */
export async function askAccount(
  service: Service,
  on24ClientId: string,
  operation: Operation,
  asker: Requester,
): Promise<{ readonly workflowId: string }> {
  await lastingAccountOf(service.store, on24ClientId)
  return requestOperation(service, on24ClientId, operation, asker)
}
