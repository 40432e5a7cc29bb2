/** Changes an account. A new token pair is tried with ON24 first. */
import { viewAccount } from '../../../accounts/account-view.ts'
import { changeAccount } from '../../../accounts/change-account.ts'
import { accountOf, notRegistered } from '../../use-cases/account-of.ts'
import type { Service } from '../../../service.ts'
import { attempt } from '../attempt.ts'
import type { HandlerOf } from '../handler.ts'

export function changeAccountOf(service: Service): HandlerOf<'changeAccount'> {
  return async ({ params: { id }, body }, call) => {
    await accountOf(service.store, id)
    const about = Object.keys(body).join(', ')
    const entry = { on24ClientId: id, action: 'changed', about } as const
    await attempt(service, call, entry, async (signal, alsoStore) => {
      if (!(await changeAccount(service, id, body, signal, alsoStore))) notRegistered(id)
    })
    return viewAccount(service, await accountOf(service.store, id))
  }
}
