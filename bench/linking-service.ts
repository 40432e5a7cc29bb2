/** A service without workers on the servers of a benchmark, which links accounts. Its `client` and `store` serve, too. */
import { registerAccount } from '../src/accounts/register-account.ts'
import { parseConfig } from '../src/config/config.ts'
import { createLogger } from '../src/observability/logger.ts'
import { createMetrics } from '../src/observability/metrics.ts'
import { createService, type Service } from '../src/service.ts'
import { openStore } from '../src/store/database.ts'
import { connectClient } from '../src/temporal/connection.ts'
import type { WorldAccount } from '../sandbox/world/accounts.ts'
import { linkByInvitation } from '../test/support/api/link-account.ts'
import { type BenchServers, NAMESPACE } from './bench-servers.ts'

export async function startLinkingService(
  { sandbox, databaseUrl, temporalAddress, env }: BenchServers,
  parts: AsyncDisposableStack,
): Promise<Service> {
  const store = await openStore({ databaseUrl })
  parts.defer(() => store.destroy())
  const connection = await connectClient({
    connection: { address: temporalAddress },
    namespace: NAMESPACE,
  })
  parts.defer(() => connection.close())
  const logger = createLogger()
  logger.level = 'error'
  return createService({
    config: parseConfig(env, { mode: 'worker' }),
    ...{ store, connection, namespace: NAMESPACE, metrics: createMetrics(), logger },
    now: () => sandbox.clock.now(),
  })
}

/** Links the account as a customer does; its first run starts with the next worker. */
export async function link(service: Service, account: WorldAccount): Promise<void> {
  await registerAccount(service, account)
  await linkByInvitation(service, { on24ClientId: account.on24ClientId, ...account.actOn })
}
