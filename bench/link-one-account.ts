/**
 * Links one account of the sandbox as the service does. Its first run starts with the next worker, which finds that
 * nothing was read yet; an account that is linked later does not run beside it.
 */
import { registerAccount } from '../src/accounts/register-account.ts'
import type { Client, Connection } from '@temporalio/client'
import { parseConfig } from '../src/config/config.ts'
import { syncScheduleId } from '../src/contracts/temporal-names.ts'
import { createLogger } from '../src/observability/logger.ts'
import { createMetrics } from '../src/observability/metrics.ts'
import type { SandboxClock } from '../sandbox/clock.ts'
import type { WorldAccount } from '../sandbox/world/accounts.ts'
import { createService } from '../src/service.ts'
import type { Store } from '../src/store/database.ts'
import { linkByInvitation } from '../test/support/api/link-account.ts'

interface Places {
  readonly client: Client
  readonly connection: Connection
  readonly store: Store
}

export async function linkOneAccount(
  { client, connection, store }: Places,
  env: Readonly<Record<string, string>>,
  clock: SandboxClock,
  account: WorldAccount,
): Promise<void> {
  const made = await createService({
    config: { ...parseConfig(env, { mode: 'worker' }), syncJitterSeconds: 0 },
    store,
    connection,
    namespace: client.options.namespace,
    metrics: createMetrics(),
    logger: createLogger(),
    now: () => clock.now(),
  })
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
  await client.schedule.getHandle(syncScheduleId(on24ClientId)).update((schedule) => ({
    ...schedule,
    spec: { ...schedule.spec, endAt: new Date() },
  }))
}
