/** A worker as an operator runs it, but with the sandbox's clock and job polls as quick as the sandbox's jobs. */
import { parseConfig } from '../src/config/config.ts'
import { createLogger } from '../src/observability/logger.ts'
import { createMetrics } from '../src/observability/metrics.ts'
import { runService } from '../src/processes/running-service.ts'
import { openStore } from '../src/store/database.ts'
import { temporalTarget } from '../src/temporal/connection.ts'
import { installTemporalRuntime } from '../src/temporal/runtime.ts'

const logger = createLogger()
installTemporalRuntime(logger)
const config = parseConfig(process.env, { mode: 'worker' })
const aheadMs = Number(process.env['CLOCK_AHEAD_MS'])

// Ends with the benchmark, also when that was killed.
process.on('disconnect', () => process.exit(1))
const service = await runService({
  config,
  store: await openStore({ databaseUrl: config.databaseUrl ?? '' }),
  metrics: createMetrics(),
  logger,
  now: () => new Date(Date.now() + aheadMs),
  timing: { jobPollSeconds: [0.1, 0.2, 0.5] },
  temporal: temporalTarget(config.temporal, null),
})
process.send?.('ready')
// After SIGTERM, on which the SDK lets its workers end.
await service.ended
process.exit(0)
