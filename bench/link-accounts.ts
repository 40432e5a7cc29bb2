/** Links the sandbox's accounts as the service does, but no run starts by itself: the benchmark asks for each. */
import { registerAccount } from '../src/accounts/register-account.ts'
import type { Client } from '@temporalio/client'
import { parseConfig } from '../src/config.ts'
import { syncScheduleId } from '../src/contracts/temporal-names.ts'
import { createLogger } from '../src/observability/logger.ts'
import { createMetrics } from '../src/observability/metrics.ts'
import type { Sandbox } from '../src/sandbox/sandbox.ts'
import { createService } from '../src/service.ts'
import type { Store } from '../src/store/database.ts'
import { createControllers } from '../src/temporal/controllers.ts'
import { createSyncSchedules } from '../src/temporal/schedules.ts'
import { linkByInvitation } from '../test/support/link-account.ts'

export async function linkAccounts(
  { client, store }: { readonly client: Client; readonly store: Store },
  env: Readonly<Record<string, string>>,
  sandbox: Sandbox,
): Promise<void> {
  const service = await createService({
    config: parseConfig(env, { mode: 'worker' }),
    store,
    metrics: createMetrics(),
    now: () => sandbox.clock.now(),
  })
  const temporal = {
    controllers: createControllers(client, service.deliveryPolicy.quotaProbeSeconds),
    schedules: { ...createSyncSchedules(client, 0), trigger: () => Promise.resolve() },
    logger: createLogger(),
  }
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
    await linkByInvitation(service, temporal, { on24ClientId, userName, password })
    await client.schedule.getHandle(syncScheduleId(on24ClientId)).update((schedule) => ({
      ...schedule,
      spec: { ...schedule.spec, endAt: new Date() },
    }))
  }
}
