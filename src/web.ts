/** `npm run start:web`: the web server as a process of its own. It starts, and answers, while Temporal is away. */
import { askedToEnd, runCommand } from './processes/command-line.ts'
import { startDuties } from './processes/duties.ts'
import { createLogger } from './observability/logger.ts'
import { runSeparately } from './processes/separate-process.ts'
import { createService } from './service.ts'
import { connectClientLater } from './temporal/connection.ts'
import { startWebServer } from './web/web-server.ts'

const USAGE = `Usage: npm run start:web    API and pages, with DATABASE_URL and TEMPORAL_ADDRESS of .env.example`

runCommand({ usage: USAGE, flags: [] }, () => {
  const asked = askedToEnd()
  const logger = createLogger({ pretty: process.stdout.isTTY })
  return runSeparately({ mode: 'web', env: process.env, logger, asked }, async (shared) => {
    const { temporal, parts } = shared
    const connection = connectClientLater(temporal)
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
