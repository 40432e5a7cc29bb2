/** Changes an account. A new token pair is tried with ON24 first. */
import { changeAccount } from '../../accounts/change-account.ts'
import type { AccountChange } from '../../api/account.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { attempt } from '../api/attempt.ts'
import { accountOf, notRegistered } from './account-of.ts'
import { checkRecipients } from './check-recipients.ts'

/** Throws a Problem if it is not registered, or if ON24 does not accept the pair. */
export async function changeRegistered(
  service: Service,
  on24ClientId: string,
  change: AccountChange,
  requester: Requester,
): Promise<void> {
  await accountOf(service.store, on24ClientId)
  checkRecipients(service.config, change)
  const entry = { on24ClientId, action: 'changed', about: Object.keys(change).join(', ') } as const
  await attempt(service, requester, entry, async (signal, alsoStore) => {
    if (!(await changeAccount(service, on24ClientId, change, signal, alsoStore))) {
      notRegistered(on24ClientId)
    }
  })
}
