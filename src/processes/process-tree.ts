/** Everything that one process tree holds, started in order and ended in the reverse order. */
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { createKeyRing } from '../crypto/key-ring.ts'
import { openEmbeddedStore } from '../embedded/open-embedded-store.ts'
import { startEmbeddedTemporal } from '../embedded/temporal-server.ts'
import type { Logger } from '../observability/logger.ts'
import { createMetrics } from '../observability/metrics.ts'
import { askedToEnd } from './command-line.ts'
import { type RunningService, runService } from './running-service.ts'
import { openStore, type Store } from '../store/database.ts'
import { insistOnKeys } from '../store/credentials/insist-on-keys.ts'
import { connectClient, type TemporalTarget, temporalTarget } from '../temporal/connection.ts'
import { prepareNamespace } from '../temporal/namespace.ts'
import { assertPortFree } from '../web/listen.ts'
import { startWebServer } from '../web/web-server.ts'

export interface ProcessTree {
  readonly service: RunningService
  readonly webUrl: string
  /** Null when Temporal runs elsewhere. */
  readonly temporalUiUrl: string | null
  /** Settles when a part that everything needs has ended by itself, and says which. */
  readonly ended: Promise<string>
  close(): Promise<void>
}

export interface ProcessTreeOptions {
  /** The lock of its DATA_DIR is held by the caller: embedded parts belong to one process tree. */
  readonly config: Config
  readonly logger: Logger
  /** Says what is being done, to a person who waits. */
  readonly say: (line: string) => void
}

/** Ends what it started when a part fails. */
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
  // Found out now, not once everything else is up.
  await assertPortFree(config.http)

  say('Opening the store')
  const store = await openStoreOf(config)
  parts.defer(() => store.destroy())
  await insistOnKeys(store, createKeyRing(config.encryptionKeys))

  const { target, uiUrl, serverEnded } = await startTemporal(config, parts, say)
  await prepare(target)

  say('Starting the workers (a few seconds: the workflows are bundled)')
  const service = await runService({
    config,
    store,
    metrics: createMetrics(),
    logger,
    temporal: target,
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

function openStoreOf(config: Config): Promise<Store> {
  return config.databaseUrl === null
    ? openEmbeddedStore(config.dataDir)
    : openStore({ databaseUrl: config.databaseUrl })
}

async function startTemporal(
  { temporal, dataDir }: Config,
  parts: AsyncDisposableStack,
  say: ProcessTreeOptions['say'],
) {
  if (temporal.kind === 'external') {
    const target = temporalTarget(temporal, null)
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
  return {
    target: temporalTarget(temporal, server),
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

/** Resolves with the exit status: somebody asked it to end, or a part has ended that everything needs. */
export async function untilItEnds(
  tree: Pick<ProcessTree, 'ended'>,
  say: ProcessTreeOptions['say'],
): Promise<number> {
  const ended = await Promise.race([askedToEnd().then(() => null), tree.ended])
  if (ended === null) return 0
  say(ended)
  return 1
}
