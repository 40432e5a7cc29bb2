// Temporal's per-process runtime. Install it once, before the first connection or worker is made.
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
 * Sends what workers, workflows, activities and the SDK's native core log to our logger. Signals are left to the
 * process, which must end its parts in an order of its own.
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
