/**
 * The service in a separate process, for tests that kill it. It has its embedded parts, or is only a worker if the
 * environment names a Temporal server and a database. It carries out the orders of its parent process.
 */
import { join } from 'node:path'
import { inspect } from 'node:util'
import { reconcileAccounts } from '../../../src/accounts/reconcile.ts'
import { registerAccount } from '../../../src/accounts/register-account.ts'
import { type Config, parseConfig } from '../../../src/config/config.ts'
import { type DataDirLock, lockDataDir } from '../../../src/embedded/data-dir-lock.ts'
import { openEmbeddedStore } from '../../../src/embedded/open-embedded-store.ts'
import { startEmbeddedTemporal } from '../../../src/embedded/temporal-server.ts'
import { createLogger } from '../../../src/observability/logger.ts'
import { createMetrics } from '../../../src/observability/metrics.ts'
import { type RunningService, runService } from '../../../src/processes/running-service.ts'
import { syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import { openStore } from '../../../src/store/database.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { connectClient, temporalTarget } from '../../../src/temporal/connection.ts'
import { prepareNamespace } from '../../../src/temporal/namespace.ts'
import { installTemporalRuntime } from '../../../src/temporal/runtime.ts'
import { linkByInvitation } from '../api/link-account.ts'
import {
  type AccountSeen,
  NumberedOrder,
  type Order,
  type Report,
  RunSeen,
} from './service-orders.ts'

/** Shorter waits than in production, where they are minutes, but longer than the sandbox needs. */
const QUICK_DELIVERY = {
  jobPollSeconds: [0.1, 0.2, 0.5],
  createLookupMinutes: 0.1,
  lostJobMinutes: 0.2,
}

/** Event list calls per minute. Backfills list the events of years, which would be slow at ON24's real limit. */
const MANY = 6000

/** Keeps a reference to the lock, which is released when it is garbage-collected. */
const locks: DataDirLock[] = []
let aheadMs = Number(process.env['CLOCK_AHEAD_MS'])

async function start(): Promise<RunningService> {
  const logger = createLogger()
  installTemporalRuntime(logger)
  const isAlone = process.env['TEMPORAL_ADDRESS'] !== undefined
  const parsed = parseConfig(process.env, { mode: isAlone ? 'worker' : 'start' })
  const config = { ...parsed, on24: { ...parsed.on24, eventListsPerMinute: MANY } }
  const { store, temporal } = isAlone ? await sharedParts(config) : await embeddedParts(config)
  const service = await runService({
    config,
    store,
    metrics: createMetrics(),
    logger,
    now: () => new Date(Date.now() + aheadMs),
    timing: QUICK_DELIVERY,
    workflowBundle: { codePath: process.env['WORKFLOW_BUNDLE'] ?? '' },
    temporal,
  })
  await reconcileAccounts(service)
  return service
}

async function sharedParts({ databaseUrl, temporal }: Config) {
  return {
    store: await openStore({ databaseUrl: databaseUrl ?? '' }),
    temporal: temporalTarget(temporal, null),
  }
}

async function embeddedParts({ dataDir, temporal }: Config) {
  if (temporal.kind === 'external') throw new Error('Temporal is not embedded here.')
  locks.push(lockDataDir(dataDir))
  const store = await openEmbeddedStore(dataDir)
  const dbFile = join(dataDir, 'temporal.db')
  const server = await startEmbeddedTemporal({ port: temporal.port, uiPort: null, dbFile })
  const target = temporalTarget(temporal, server)
  const connection = await connectClient(target)
  await prepareNamespace(connection, target.namespace)
  await connection.close()
  return { store, temporal: target }
}

async function carryOut(service: RunningService, order: Order): Promise<AccountSeen | null> {
  switch (order.do) {
    case 'setClock':
      aheadMs = order.aheadMs
      return null
    case 'link':
      await link(service, order)
      return null
    case 'sync':
      await service.schedules.trigger(order.on24ClientId)
      return null
    case 'look':
      return look(service, order.on24ClientId)
  }
}

async function look(service: RunningService, on24ClientId: string): Promise<AccountSeen> {
  const schedule = service.client.schedule.getHandle(syncScheduleId(on24ClientId))
  const described = await schedule.describe().catch(() => null)
  const runs = await listRuns(service.store, on24ClientId, 1000)
  // A buffered run, which a restart may have requested, also counts as running.
  const waiting = Number(described?.raw.info?.bufferSize ?? 0)
  return {
    running: described === null ? null : described.info.runningActions.length + waiting,
    runs: runs.map(({ outcome, ledger }) => RunSeen.parse({ outcome, ledger })),
  }
}

async function link(
  service: RunningService,
  { registration, userName, password }: Extract<Order, { do: 'link' }>,
): Promise<void> {
  const { on24ClientId } = registration
  await registerAccount(service, registration)
  await linkByInvitation(service, { on24ClientId, userName, password })
}

function report(what: Report): void {
  process.send?.(what)
}

// The process ends with the test run, even when the test run is killed.
process.on('disconnect', () => process.exit(1))
const service = await start()
process.on('message', (message: unknown) => {
  const { number, order } = NumberedOrder.parse(message)
  carryOut(service, order).then(
    (seen) => report({ number, seen }),
    (error: unknown) => report({ number, failed: inspect(error) }),
  )
})
report({ ready: true })
await service.ended
