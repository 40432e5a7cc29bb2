/** Registers an ON24 client after trying its token pair with ON24. */
import { viewAccount } from '../../../accounts/account-view.ts'
import { registerCheckedAccount } from '../../../accounts/register-account.ts'
import { getAccount } from '../../../store/accounts/accounts.ts'
import type { Service } from '../../../service.ts'
import { attempt } from '../attempt.ts'
import type { HandlerOf } from '../handler.ts'
import { Problem } from '../problem.ts'

export function createAccount(service: Service): HandlerOf<'createAccount'> {
  return async ({ body }, call) => {
    const { on24ClientId } = body
    const entry = { on24ClientId, action: 'registered' } as const
    await attempt(service, call, entry, async (signal, alsoStore) => {
      if (await registerCheckedAccount(service, body, signal, alsoStore)) return
      const detail = `ON24 client ${on24ClientId} was registered earlier. Nothing was changed.`
      throw new Problem('alreadyRegistered', detail)
    })
    call.setLocation(`/accounts/${on24ClientId}`)
    return viewAccount(service, await getAccount(service.store, on24ClientId))
  }
}
