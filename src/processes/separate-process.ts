/** What a process that is one of several does from its start to its end, whether it runs workers or serves the web. */
import { type Config, type Environment, parseConfig } from '../config/config.ts'
import type { Logger } from '../observability/logger.ts'
import { createMetrics } from '../observability/metrics.ts'
import type { ServiceParts } from '../service.ts'
import { createKeyRing } from '../crypto/key-ring.ts'
import { openStore } from '../store/database.ts'
import { checkKeys } from '../store/credentials/check-keys.ts'
import { type TemporalTarget, temporalTarget } from '../temporal/connection.ts'

export interface SharedParts extends Pick<ServiceParts, 'config' | 'store' | 'metrics' | 'logger'> {
  readonly temporal: TemporalTarget
  /** What is started goes onto it, and ends in the reverse order. */
  readonly parts: AsyncDisposableStack
}

export interface SeparateProcess {
  readonly mode: 'worker' | 'web'
  readonly env: Environment
  readonly logger: Logger
  /** Resolves when somebody asks the process to end. */
  readonly asked: Promise<void>
}

export interface Serving {
  readonly url: string
  /** Settles when a part that the process is there for has ended by itself. */
  readonly ended?: Promise<void>
}

/**
 * Runs until somebody asks it to end, or a part fails, and resolves with the exit status. Throws ConfigError before
 * anything is started: database and Temporal must be named, since those that are embedded belong to one process.
 */
export async function runSeparately(
  { mode, env, logger, asked }: SeparateProcess,
  start: (shared: SharedParts) => Promise<Serving>,
): Promise<number> {
  const config = parseConfig(env, { mode })
  const parts = new AsyncDisposableStack()
  try {
    const store = await openSharedStore(config)
    parts.defer(() => store.destroy())
    await checkKeys(store, createKeyRing(config.encryptionKeys))
    const temporal = temporalTarget(config.temporal, null)
    const { url, ended } = await start({
      ...{ config, logger, store, temporal, parts },
      metrics: createMetrics(),
    })
    logger.info(`Serving on ${url}`)
    const endings = [asked.then(() => 0), ...(ended === undefined ? [] : [ended.then(() => 1)])]
    return await Promise.race(endings)
  } finally {
    logger.info('Ending')
    await parts.disposeAsync()
  }
}

function openSharedStore({ databaseUrl }: Config) {
  if (databaseUrl === null) throw new Error('DATABASE_URL is missing')
  return openStore({ databaseUrl })
}
