/** The life of one of several processes, whether it runs workers or serves the web. */
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
  /** Add each started part to it: parts are stopped in reverse order. */
  readonly parts: AsyncDisposableStack
}

export interface SeparateProcess {
  readonly mode: 'worker' | 'web'
  readonly env: Environment
  readonly logger: Logger
  /** Resolves on a shutdown signal. */
  readonly shutdown: Promise<void>
}

export interface Serving {
  readonly url: string
  /** Settles if an essential part has ended by itself. */
  readonly ended?: Promise<void>
}

/**
 * Runs until a shutdown signal or until a part fails, and resolves with the exit status. Throws ConfigError before it
 * starts anything: DATABASE_URL and TEMPORAL_ADDRESS must be set, because embedded parts belong to one process.
 */
export async function runSeparately(
  { mode, env, logger, shutdown }: SeparateProcess,
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
    const endings = [shutdown.then(() => 0), ...(ended === undefined ? [] : [ended.then(() => 1)])]
    return await Promise.race(endings)
  } finally {
    logger.info('Ending')
    await parts.disposeAsync()
  }
}

function openSharedStore({ databaseUrl, databaseConnections: poolSize }: Config) {
  if (databaseUrl === null) throw new Error('DATABASE_URL is missing')
  return openStore({ databaseUrl, poolSize })
}
