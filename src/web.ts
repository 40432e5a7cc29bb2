/** `npm run start:web`: the web server as a separate process. It starts and answers even if Temporal is unreachable. */
import { shutdownRequested, runCommand } from './processes/command-line.ts'
import { startDuties } from './processes/periodic-duties.ts'
import { createLogger } from './observability/logger.ts'
import { runSeparately } from './processes/separate-process.ts'
import { createService } from './service.ts'
import { connectClientLazily } from './temporal/connection.ts'
import { startWebServer } from './web/web-server.ts'

const USAGE = `Usage: npm run start:web    API and pages, with DATABASE_URL and TEMPORAL_ADDRESS of .env.example`

runCommand({ usage: USAGE, flags: [] }, () => {
  const shutdown = shutdownRequested()
  const logger = createLogger({ pretty: process.stdout.isTTY })
  return runSeparately({ mode: 'web', env: process.env, logger, shutdown }, async (shared) => {
    const { temporal, parts } = shared
    const connection = connectClientLazily(temporal)
    parts.defer(() => connection.close())
    const service = await createService({ ...shared, connection, namespace: temporal.namespace })
    parts.defer(() => service.tokens.whenIdle())
    const duties = startDuties(service, 'every process')
    parts.defer(() => duties.stop())
    const server = await startWebServer(service)
    parts.defer(() => server.close())
    return { url: server.url }
  })
})
