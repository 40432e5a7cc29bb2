/** Registers an ON24 client, and answers with its account. */
import { viewAccount } from '../../../accounts/account-view.ts'
import type { Service } from '../../../service.ts'
import { getAccount } from '../../../store/accounts/accounts.ts'
import { registerClient } from '../../use-cases/register-client.ts'
import type { HandlerOf } from '../handler.ts'

export function createAccount(service: Service): HandlerOf<'createAccount'> {
  return async ({ body }, call) => {
    const { on24ClientId } = body
    await registerClient(service, body, call)
    call.setLocation(`/accounts/${on24ClientId}`)
    return viewAccount(service, await getAccount(service.store, on24ClientId))
  }
}
