/**
 * Links one account of the sandbox as the service does. Its first run starts with the next worker, which finds that
 * nothing was read yet; an account that is linked later does not run beside it.
 */
import { registerAccount } from '../src/accounts/register-account.ts'
import { syncScheduleId } from '../src/contracts/temporal-names.ts'
import type { WorldAccount } from '../sandbox/world/accounts.ts'
import type { Service } from '../src/service.ts'
import { linkByInvitation } from '../test/support/api/link-account.ts'

type LinkableAccount = Pick<
  WorldAccount,
  'on24ClientId' | 'name' | 'region' | 'accessTokenKey' | 'accessTokenSecret'
> & { readonly actOn: Pick<WorldAccount['actOn'], 'userName' | 'password'> }

export async function linkOneAccount(service: Service, account: WorldAccount): Promise<void> {
  await linkWithoutRun(service, account)
  const schedule = service.client.schedule.getHandle(syncScheduleId(account.on24ClientId))
  await schedule.update((old) => ({ ...old, spec: { ...old.spec, endAt: new Date() } }))
}

/** The caller triggers the first run. */
export async function linkWithoutRun(made: Service, account: LinkableAccount): Promise<void> {
  const service = { ...made, schedules: { ...made.schedules, trigger: () => Promise.resolve() } }
  const { on24ClientId } = account
  const { userName, password } = account.actOn
  await registerAccount(service, {
    on24ClientId,
    name: account.name,
    region: account.region,
    accessTokenKey: account.accessTokenKey,
    accessTokenSecret: account.accessTokenSecret,
  })
  await linkByInvitation(service, { on24ClientId, userName, password })
}
