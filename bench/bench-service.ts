/** The whole service at work on the servers of a benchmark, with the sandbox's clock. */
import { parseConfig } from '../src/config/config.ts'
import type { Logger } from '../src/observability/logger.ts'
import { createMetrics } from '../src/observability/metrics.ts'
import { type RunningService, runService } from '../src/processes/running-service.ts'
import { openStore } from '../src/store/database.ts'
import { type BenchServers, NAMESPACE } from './bench-servers.ts'

export async function startBenchService(
  { sandbox, databaseUrl, temporalAddress, env }: BenchServers,
  logger: Logger,
  parts: AsyncDisposableStack,
): Promise<RunningService> {
  const store = await openStore({ databaseUrl })
  parts.defer(() => store.destroy())
  const service = await runService({
    config: parseConfig(env, { mode: 'worker' }),
    store,
    metrics: createMetrics(),
    logger,
    now: () => sandbox.clock.now(),
    temporal: { connection: { address: temporalAddress }, namespace: NAMESPACE },
  })
  parts.defer(() => service.close())
  return service
}
