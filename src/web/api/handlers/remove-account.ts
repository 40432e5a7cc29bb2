/** Ends an account's workflows and destroys its stored data. */
import { removeAccount } from '../../../accounts/remove-account.ts'
import { isTemporalAway } from '../../../temporal/temporal-away.ts'
import { notRegistered } from '../../use-cases/account-of.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'
import { Problem } from '../problem.ts'

/** The service itself continues a removal that takes longer or cannot reach Temporal. */
const TIMEOUT_MS = 60_000

export function deleteAccount(service: Service): HandlerOf<'deleteAccount'> {
  return async ({ params: { id } }, { actor, address }) => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    try {
      const removal = removeAccount(service, id, { actor, address }, timeout)
      // Temporal's client does not take the signal.
      if (!(await Promise.race([removal, rejectedBy(timeout)]))) notRegistered(id)
    } catch (error) {
      if (!timeout.aborted && !isTemporalAway(error)) throw error
      const detail =
        "The account's workflows could not be ended yet. The service keeps trying by itself."
      throw new Problem('removalUnderWay', detail, { retryAfterMs: TIMEOUT_MS })
    }
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
