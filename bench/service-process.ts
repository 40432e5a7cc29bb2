/**
 * The service in a process of its own, as `npm start` runs it, without the web server. It says what a run took of its
 * time and CPU, without its start, and apart from that the CPU of the embedded database's thread. PROFILE_TO names a file for the CPU profile of the first run's main thread.
 */
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { parseConfig } from '../src/config/config.ts'
import { ledgerAddsUp } from '../src/contracts/run.ts'
import { openEmbeddedStore } from '../src/embedded/open-embedded-store.ts'
import { createLogger } from '../src/observability/logger.ts'
import { createMetrics } from '../src/observability/metrics.ts'
import { runService } from '../src/processes/running-service.ts'
import { openStore } from '../src/store/database.ts'
import { listRuns, type Run } from '../src/store/runs/runs.ts'
import { temporalTarget } from '../src/temporal/connection.ts'
import { installTemporalRuntime } from '../src/temporal/runtime.ts'
import { RunSeen } from '../test/support/processes/service-orders.ts'
import { linkWithoutRun } from './link-one-account.ts'
import { cpuOfThreads, workerThreads } from './cpu-times.ts'
import { serveOrders } from './minimal/child.ts'
import { type RunSpent, ServiceOrder } from './minimal/orders.ts'

const LOOK_EVERY_MS = 50
const PROFILE_TO = process.env['PROFILE_TO']

const logger = createLogger()
installTemporalRuntime(logger)
const config = parseConfig(process.env, { mode: 'start' })
const openedStore =
  config.databaseUrl === null
    ? await openEmbeddedStore(config.dataDir)
    : await openStore({ databaseUrl: config.databaseUrl })
/** Temporal's threads begin later. */
const databaseThreads = workerThreads()
const service = await runService({
  config,
  store: openedStore,
  metrics: createMetrics(),
  logger,
  temporal: temporalTarget(config.temporal, null),
})
const { store, schedules, client } = service
let on24ClientId = ''
let runs = 0

serveOrders(ServiceOrder, async (order) => {
  if (order.order === 'run') return measureRun()
  on24ClientId = order.account.on24ClientId
  await linkWithoutRun(service, order.account)
  return null
})

async function measureRun(): Promise<z.infer<typeof RunSpent>> {
  const saveProfile = PROFILE_TO === undefined || runs > 0 ? null : await profile(PROFILE_TO)
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  const databaseBefore = cpuOfThreads(databaseThreads)
  await schedules.trigger(on24ClientId)
  const { workflowId, runId, runKey } = await nextRun()
  await client.workflow.getHandle(workflowId, runId).result()
  const { user, system } = process.cpuUsage(cpuBefore)
  const databaseCpuSeconds = cpuOfThreads(databaseThreads) - databaseBefore
  const seconds = (performance.now() - startedAt) / 1000
  await saveProfile?.()
  const ended = (await listRuns(store, on24ClientId, 1)).find((run) => run.runKey === runKey)
  const { outcome, ledger } = RunSeen.parse(ended)
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6 - databaseCpuSeconds,
    databaseCpuSeconds,
    workflowId,
    runId,
    outcome,
    addsUp: ledger !== null && ledgerAddsUp(ledger),
  }
}

async function nextRun(): Promise<Run> {
  for (;;) {
    const found = await listRuns(store, on24ClientId, 10)
    const [newest] = found
    if (newest !== undefined && found.length > runs) {
      runs = found.length
      return newest
    }
    await sleep(LOOK_EVERY_MS)
  }
}

/** Returns a function that ends the profile and writes it. */
async function profile(file: string): Promise<() => Promise<void>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  return async () => {
    const { profile: taken } = await session.post('Profiler.stop')
    writeFileSync(file, JSON.stringify(taken))
    session.disconnect()
  }
}
