import type { StoredAs, StoreOperationInput } from '../src/contracts/operations.ts'
import { storeSignalled } from '../src/operating/store-operation.ts'
import { findLinkedAccount } from '../src/store/accounts/accounts.ts'
import { findOperation } from '../src/store/operations.ts'
import type { Service } from '../src/service.ts'

/**
 * A signal is stored as soon as it is heard, whatever waits before it: a pause holds the account from then on. Safe to
 * repeat.
 */
export function createStoreOperation(context: Service) {
  return async function storeOperation(input: StoreOperationInput): Promise<StoredAs> {
    const { on24ClientId, operation, auditId, sentAs } = input
    const account = await findLinkedAccount(context.store, on24ClientId)
    if (account === undefined) return { auditId: null }
    // An id that somebody typed by hand may be none.
    const asked =
      auditId === null ? null : await findOperation(context.store, on24ClientId, auditId)
    if (asked !== null) return { auditId: asked.auditId }
    return { auditId: await storeSignalled(context, on24ClientId, operation, sentAs) }
  }
}
