import type { StoredAs, StoreOperationInput } from '../src/contracts/operations.ts'
import { storeSignalled } from '../src/operating/store-operation.ts'
import { findLinkedAccount } from '../src/store/accounts/accounts.ts'
import { findOperation } from '../src/store/operations.ts'
import type { Service } from '../src/service.ts'

/**
 * Stores a signal as soon as it arrives, even if earlier ones are still waiting, so that a pause takes effect at once.
 * Safe to repeat.
 */
export function createStoreOperation(context: Service) {
  return async function storeOperation(input: StoreOperationInput): Promise<StoredAs> {
    const { on24ClientId, operation, auditId, sentAs } = input
    const account = await findLinkedAccount(context.store, on24ClientId)
    if (account === undefined) return { auditId: null }
    // An operator may have typed the id by hand, so it may not exist.
    const asked =
      auditId === null ? null : await findOperation(context.store, on24ClientId, auditId)
    if (asked !== null) return { auditId: asked.auditId }
    return { auditId: await storeSignalled(context, on24ClientId, operation, sentAs) }
  }
}
