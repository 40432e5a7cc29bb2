/** Links the sandbox's accounts as the service does, but no run starts by itself: the benchmark starts each. */
import { registerAccount } from '../src/accounts/register-account.ts'
import type { Client, Connection } from '@temporalio/client'
import { parseConfig } from '../src/config/config.ts'
import { syncScheduleId } from '../src/contracts/temporal-names.ts'
import { createLogger } from '../src/observability/logger.ts'
import { createMetrics } from '../src/observability/metrics.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { createService } from '../src/service.ts'
import type { Store } from '../src/store/database.ts'
import { linkByInvitation } from '../test/support/api/link-account.ts'

interface Places {
  readonly client: Client
  readonly connection: Connection
  readonly store: Store
}

export async function linkAccounts(
  { client, connection, store }: Places,
  env: Readonly<Record<string, string>>,
  sandbox: Sandbox,
): Promise<void> {
  const made = await createService({
    config: { ...parseConfig(env, { mode: 'worker' }), syncJitterSeconds: 0 },
    store,
    connection,
    namespace: client.options.namespace,
    metrics: createMetrics(),
    logger: createLogger(),
    now: () => sandbox.clock.now(),
  })
  const service = { ...made, schedules: { ...made.schedules, trigger: () => Promise.resolve() } }
  for (const account of sandbox.world.accounts) {
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
}
