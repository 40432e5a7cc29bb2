/** Ends what is at work for the account and destroys what is stored of it. */
import { removeAccount } from '../../../accounts/remove-account.ts'
import { isTemporalAway } from '../../../temporal/temporal-away.ts'
import { notRegistered } from '../../use-cases/account-of.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'
import { Problem } from '../problem.ts'

/** A removal that takes longer, or cannot reach Temporal now, is gone on with by the service itself. */
const LONGEST_MS = 60_000

export function deleteAccount(service: Service): HandlerOf<'deleteAccount'> {
  return async ({ params: { id } }, { actor, address }) => {
    const timeout = AbortSignal.timeout(LONGEST_MS)
    try {
      const closing = removeAccount(service, id, { actor, address }, timeout)
      // Temporal's client knows nothing of the signal.
      if (!(await Promise.race([closing, rejectedBy(timeout)]))) notRegistered(id)
    } catch (error) {
      if (!timeout.aborted && !isTemporalAway(error)) throw error
      const detail =
        'What is at work for the account could not be ended yet. The service goes on by itself.'
      throw new Problem('removalUnderWay', detail, { retryAfterMs: LONGEST_MS })
    }
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () => {
      reject(new Error('It takes too long.'))
    }
    signal.addEventListener('abort', give, { once: true })
  })
}
