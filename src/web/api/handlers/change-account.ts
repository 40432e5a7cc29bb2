/** Changes an account, and answers with it. */
import { viewAccount } from '../../../accounts/account-view.ts'
import type { Service } from '../../../service.ts'
import { accountOf } from '../../use-cases/account-of.ts'
import { changeRegistered } from '../../use-cases/change-registered.ts'
import type { HandlerOf } from '../handler.ts'

export function changeAccountOf(service: Service): HandlerOf<'changeAccount'> {
  return async ({ params: { id }, body }, call) => {
    await changeRegistered(service, id, body, call)
    return viewAccount(service, await accountOf(service.store, id))
  }
}
