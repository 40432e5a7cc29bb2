/** Registers an ON24 client after trying its token pair with ON24. */
import type { z } from 'zod'
import { registerCheckedAccount } from '../../accounts/register-account.ts'
import type { NewAccount } from '../../api/account.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { attempt } from '../api/attempt.ts'
import { Problem } from '../api/problem.ts'
import { checkRecipients } from './check-recipients.ts'

/** Throws a Problem if it is registered already, or if ON24 does not accept the pair. */
export async function registerClient(
  service: Service,
  account: z.output<typeof NewAccount>,
  requester: Requester,
): Promise<void> {
  const { on24ClientId } = account
  checkRecipients(service.config, account)
  const entry = { on24ClientId, action: 'registered', about: null } as const
  await attempt(service, requester, entry, async (signal, alsoStore) => {
    if (await registerCheckedAccount(service, account, signal, alsoStore)) return
    const detail = `ON24 client ${on24ClientId} was registered earlier. Nothing was changed: change that account instead.`
    throw new Problem('alreadyRegistered', detail)
  })
}
