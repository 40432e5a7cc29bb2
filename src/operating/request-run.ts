/** Requests a run after an operator's decision about rows has been stored, so that it takes effect at once. */
import {
  AccountPaused,
  pauseIfKnown,
  requestOperation,
  type RequestingParts,
} from './request-operation.ts'
import type { Requester } from './store-operation.ts'

/**
 * Returns false while the account is paused or Temporal does not answer: then the next run that starts applies it.
 * Throws AccountNotLinked.
 */
export async function requestRun(
  parts: RequestingParts,
  on24ClientId: string,
  requester: Requester,
): Promise<boolean> {
  // Checked here as well, because the audit trail must not show a refused sync that no operator asked for.
  if ((await pauseIfKnown(parts, on24ClientId)) !== false) return false
  try {
    await requestOperation(parts, on24ClientId, { signal: 'syncNow' }, requester)
    return true
  } catch (error) {
    if (error instanceof AccountPaused) return false
    throw error
  }
}
