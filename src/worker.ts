/** `npm run start:worker`: workers as a separate process, of which there may be many. Serves health and metrics. */
import { shutdownRequested, runCommand } from './processes/command-line.ts'
import { createLogger } from './observability/logger.ts'
import { runSeparately } from './processes/separate-process.ts'
import { runServiceWorkers, type ServiceWorkers } from './processes/workers.ts'
import { createService } from './service.ts'
import { connectClient } from './temporal/connection.ts'
import { prepareNamespace } from './temporal/namespace.ts'
import { installTemporalRuntime } from './temporal/runtime.ts'
import { startWorkerServer } from './web/worker-server.ts'

const USAGE = `Usage: npm run start:worker    workers, with DATABASE_URL and TEMPORAL_ADDRESS of .env.example`

runCommand({ usage: USAGE, flags: [] }, async () => {
  const shutdown = shutdownRequested()
  const logger = createLogger({ pretty: process.stdout.isTTY })
  return runSeparately({ mode: 'worker', env: process.env, logger, shutdown }, async (shared) => {
    const { temporal, parts } = shared
    installTemporalRuntime(logger)
    const connection = await connectClient(temporal)
    parts.defer(() => connection.close())
    const { namespace } = temporal
    await prepareNamespace(connection, namespace)
    const service = await createService({ ...shared, connection, namespace })

    let workers: ServiceWorkers | null = null
    const server = await startWorkerServer(service, {
      arePolling: () => workers?.arePolling() ?? false,
    })
    parts.defer(() => server.close())
    workers = await runServiceWorkers(service, { temporal })
    const { ended } = workers
    parts.defer(workers.stop)
    return { url: server.url, ended }
  })
})
