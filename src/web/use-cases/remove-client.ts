/** Ends an account's workflows and destroys its stored data. */
import { removeAccount } from '../../accounts/remove-account.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { isTemporalAway } from '../../temporal/temporal-away.ts'
import { Problem } from '../api/problem.ts'
import { notRegistered } from './account-of.ts'

/** The service itself continues a removal that takes longer or cannot reach Temporal. */
const TIMEOUT_MS = 60_000

/** Throws a Problem if it is not registered, or if the removal goes on after this request. */
export async function removeClient(
  service: Service,
  on24ClientId: string,
  { actor, address }: Requester,
): Promise<void> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const removal = removeAccount(service, on24ClientId, { actor, address }, timeout)
    // Temporal's client does not take the signal.
    if (!(await Promise.race([removal, rejectedBy(timeout)]))) notRegistered(on24ClientId)
  } catch (error) {
    if (!timeout.aborted && !isTemporalAway(error)) throw error
    const detail =
      "The account's workflows could not be ended yet. No action is needed: the service keeps trying by itself."
    throw new Problem('removalUnderWay', detail, { retryAfterMs: TIMEOUT_MS })
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => {
      reject(new Error('The removal takes too long.'))
    }
    signal.addEventListener('abort', fail, { once: true })
  })
}
