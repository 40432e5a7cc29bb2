/** Starts everything that one process tree needs, in order, and stops it in reverse order. */
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { createKeyRing } from '../crypto/key-ring.ts'
import { openEmbeddedStore } from '../embedded/open-embedded-store.ts'
import { startEmbeddedTemporal } from '../embedded/temporal-server.ts'
import type { Logger } from '../observability/logger.ts'
import { createMetrics } from '../observability/metrics.ts'
import { shutdownRequested } from './command-line.ts'
import { type RunningService, runService } from './running-service.ts'
import { openStore, type Store } from '../store/database.ts'
import { checkKeys } from '../store/credentials/check-keys.ts'
import { connectClient, type TemporalTarget, temporalTarget } from '../temporal/connection.ts'
import { prepareNamespace } from '../temporal/namespace.ts'
import { bundleWorkflows } from '../temporal/workflow-bundle.ts'
import { assertPortFree } from '../web/listen.ts'
import { startWebServer } from '../web/web-server.ts'

export interface ProcessTree {
  readonly service: RunningService
  readonly webUrl: string
  /** Null if Temporal is an external server. */
  readonly temporalUiUrl: string | null
  /** Resolves with a message if an essential part has ended by itself. */
  readonly ended: Promise<string>
  close(): Promise<void>
}

export interface ProcessTreeOptions {
  /** The caller must hold the lock of its DATA_DIR: embedded parts belong to one process tree. */
  readonly config: Config
  readonly logger: Logger
  /** Prints progress for a person who is waiting. */
  readonly say: (line: string) => void
}

/** If a part fails to start, stops the parts that have started. */
export async function startProcessTree(options: ProcessTreeOptions): Promise<ProcessTree> {
  const parts = new AsyncDisposableStack()
  try {
    return await startParts(options, parts)
  } catch (error) {
    await parts.disposeAsync()
    throw error
  }
}

async function startParts(
  { config, logger, say }: ProcessTreeOptions,
  parts: AsyncDisposableStack,
): Promise<ProcessTree> {
  // Fail now, not after everything else has started.
  await assertPortFree(config.http)

  const [store, { target, uiUrl, serverEnded }, workflowBundle] = await allStarted([
    startStore(config, parts, say),
    startTemporal(config, parts, say),
    bundleWorkflows(logger),
  ])

  say('Starting the workers')
  const service = await runService({
    config,
    store,
    metrics: createMetrics(),
    logger,
    temporal: target,
    workflowBundle,
  })
  parts.defer(() => service.close())
  const web = await startWebServer(service, service)
  parts.defer(() => web.close())
  return {
    service,
    webUrl: web.url,
    temporalUiUrl: uiUrl,
    ended: Promise.race([serverEnded, service.ended.then(() => 'The workers have stopped.')]),
    close: () => parts.disposeAsync(),
  }
}

/** Like Promise.all, but waits for every part: one that started after another has failed would not be stopped. */
async function allStarted<T extends readonly unknown[]>(starting: {
  [Part in keyof T]: Promise<T[Part]>
}): Promise<T> {
  await Promise.allSettled(starting)
  return Promise.all(starting)
}

async function startStore(
  { databaseUrl, databaseConnections: poolSize, dataDir, encryptionKeys }: Config,
  parts: AsyncDisposableStack,
  say: ProcessTreeOptions['say'],
): Promise<Store> {
  say('Opening the store')
  const store = await (databaseUrl === null
    ? openEmbeddedStore(dataDir)
    : openStore({ databaseUrl, poolSize }))
  parts.defer(() => store.destroy())
  await checkKeys(store, createKeyRing(encryptionKeys))
  return store
}

async function startTemporal(
  { temporal, dataDir }: Config,
  parts: AsyncDisposableStack,
  say: ProcessTreeOptions['say'],
) {
  if (temporal.kind === 'external') {
    const target = temporalTarget(temporal, null)
    await prepare(target)
    return { target, uiUrl: null, serverEnded: new Promise<never>(() => undefined) }
  }
  say('Starting the embedded Temporal server')
  const server = await startEmbeddedTemporal({
    port: temporal.port,
    uiPort: temporal.uiPort,
    dbFile: join(dataDir, 'temporal.db'),
    namespace: temporal.namespace,
  })
  parts.defer(() => server.close())
  const target = temporalTarget(temporal, server)
  await prepare(target)
  return {
    target,
    uiUrl: server.uiUrl,
    serverEnded: server.ended.then(
      ({ lastOutput }) => `The embedded Temporal server has ended: ${lastOutput}`,
    ),
  }
}

async function prepare(target: TemporalTarget): Promise<void> {
  const connection = await connectClient(target)
  try {
    await prepareNamespace(connection, target.namespace)
  } finally {
    await connection.close()
  }
}

/** Resolves with the exit status: 0 after a shutdown signal, 1 if an essential part has ended by itself. */
export async function untilEnded(
  tree: Pick<ProcessTree, 'ended'>,
  say: ProcessTreeOptions['say'],
): Promise<number> {
  const ended = await Promise.race([shutdownRequested().then(() => null), tree.ended])
  if (ended === null) return 0
  say(ended)
  return 1
}
