// Temporal's per-process runtime. Install it once, before creating the first connection or worker.
import { Runtime } from '@temporalio/worker'
import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/worker'
import type { Logger } from '../observability/logger.ts'

const LEVELS = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>

/**
 * Forwards the logs of workers, workflows, activities and the SDK's native core to our logger. The SDK does not handle
 * SIGINT or SIGTERM: the process shuts down its parts in its own order.
 */
export function installTemporalRuntime(logger: Logger): void {
  Runtime.install({
    logger: forwardTo(logger),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
    shutdownSignals: [],
  })
}

function forwardTo(logger: Logger): TemporalLogger {
  const log = (level: LogLevel, message: string, meta: LogMetadata = {}): void => {
    logger[LEVELS[level]](meta, message)
  }
  return {
    log,
    trace: (message, meta) => log('TRACE', message, meta),
    debug: (message, meta) => log('DEBUG', message, meta),
    info: (message, meta) => log('INFO', message, meta),
    warn: (message, meta) => log('WARN', message, meta),
    error: (message, meta) => log('ERROR', message, meta),
  }
}
