/**
 * Histories that real runs produce only after days or by chance: signals of every kind, a cancellation of every
 * workflow, an outage of hours, a continuation as new. The activities are stubs, and this server suggests continuing as
 * new after few events.
 */
import { type Client, Connection, type WorkflowHandle } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { Activities } from '../../../activities/index.ts'
import type { AccountStatus } from '../../../src/contracts/operations.ts'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'
import type { FinishedRun, RunProgress } from '../../../src/contracts/sync-activities.ts'
import {
  controllerId,
  SIGNALS,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../../../src/contracts/temporal-names.ts'
import { freePort } from '../../../src/embedded/free-port.ts'
import { type GuardedProcess, startGuarded } from '../../../src/embedded/guarded-process.ts'
import { createControllers } from '../../../src/temporal/controllers.ts'
import { prepareNamespace } from '../../../src/temporal/namespace.ts'
import { currentDetails } from '../../support/temporal/current-details.ts'
import { keepHistory } from '../../support/temporal/keep-history.ts'
import { startStubbedWorkersIn } from '../../support/fixtures/stubbed-workers-fixture.ts'
import { installRuntimeOnce } from '../../support/servers/temporal-runtime.ts'
import { TEST_NAMING } from '../../support/temporal/test-naming.ts'
import { untilCancelled } from '../../support/temporal/until-cancelled.ts'

const SOON = { timeout: 30_000, interval: 50 }
const ACTIVE = { state: 'active', reason: null, since: null } as const
const RANGE = { from: '2025-01-01', to: '2025-12-31' }
const FINISHED: FinishedRun = {
  ...{ outcome: 'complete', ledger: EMPTY_LEDGER, failure: null, problems: [] },
  ...{ probeInSeconds: null, standing: ACTIVE },
}
/** The number of events at which this server suggests continuing as new. */
const FEW_EVENTS = 60

let server: GuardedProcess
let address: string
beforeAll(async () => {
  installRuntimeOnce()
  const port = await freePort()
  address = `127.0.0.1:${String(port)}`
  server = startGuarded('temporal', [
    ...['server', 'start-dev', '--headless', '--port', String(port), '--log-level', 'error'],
    '--dynamic-config-value',
    `limit.historyCount.suggestContinueAsNew=${String(FEW_EVENTS)}`,
  ])
  await vi.waitFor(async () => {
    const connection = await Connection.connect({ address, connectTimeout: 500 })
    await prepareNamespace(connection, 'default').finally(() => connection.close())
  }, SOON)
})
afterAll(() => server.close())

async function withActivities(activities: Partial<Activities>): Promise<Client> {
  const { client, stop } = await startStubbedWorkersIn('default', activities, { address })
  onTestFinished(stop)
  return client
}

/** An error whose next attempt would exceed the activity's timeout, so that Temporal fails the activity at once. */
const away = () => ApplicationFailure.create({ message: 'Away.', nextRetryDelay: '1 day' })

/** The progress of a run that never finishes: every activity reports that work is left. */
const ENDLESS: RunProgress = { webinarsToRead: 3, webinarsToDeliver: 2, isPaused: false }
const UNCOMPARED = { ...ENDLESS, webinars: 3, uncompared: 3, undelivered: 2 }
const NOTHING_LEFT: RunProgress = { webinarsToRead: 0, webinarsToDeliver: 0, isPaused: false }

const RUN_TYPES = ['accountSync', 'accountBackfill', 'accountCompare'] as const

async function start(client: Client, type: (typeof RUN_TYPES)[number], id: string) {
  const inputs = {
    accountSync: {},
    accountBackfill: { ...RANGE, dryRun: false, lookAgainSeconds: 3600 },
    accountCompare: { repair: true, writes: true, lookAgainSeconds: 3600 },
  }
  return client.workflow.start(WORKFLOW_TYPES[type], {
    taskQueue: TASK_QUEUES.workflows,
    workflowId: `${type}/${id}`,
    args: [{ on24ClientId: id, ...inputs[type] }],
  })
}

/** The history of the first run, once a continuation has replaced it. */
async function continuedAsNew(client: Client, workflow: WorkflowHandle): Promise<WorkflowHandle> {
  const { runId } = await client.workflow.getHandle(workflow.workflowId).describe()
  const first = client.workflow.getHandle(workflow.workflowId, runId)
  await expect.poll(async () => (await first.describe()).status.name, SOON).toBe('CONTINUED_AS_NEW')
  return first
}

const controllerActivities: Partial<Activities> = {
  keepLinkAlive: () => Promise.resolve({ againInSeconds: 3600 }),
  probeActOn: () => Promise.resolve({ goesOn: true, probeInSeconds: null, standing: ACTIVE }),
  operate: () => Promise.resolve({ result: 'done', detail: 'It was done.', standing: ACTIVE }),
}

test('a controller that receives every signal, until it continues as new', async () => {
  const client = await withActivities(controllerActivities)
  await createControllers(client, 1, TEST_NAMING).ensure('1')
  const controller = client.workflow.getHandle(controllerId('1'))
  const first = continuedAsNew(client, controller)
  const { runId } = await controller.describe()
  const isFirst = async () => (await controller.describe()).runId === runId
  const run = { workflowId: 'account-sync/1-x', outcome: 'complete', written: 3, pending: 0 }
  const ended = { ...run, problems: [], probeInSeconds: null, standing: ACTIVE }
  while (await isFirst()) {
    await controller.signal(SIGNALS.pause, { reason: 'Maintenance' })
    await controller.signal(SIGNALS.resume)
    await controller.signal(SIGNALS.syncNow)
    await controller.signal(SIGNALS.backfill, RANGE)
    await controller.signal(SIGNALS.followSchedule)
    await controller.signal(SIGNALS.runEnded, ended)
    await controller.signal('noise')
    const results = async () =>
      (await controller.query<AccountStatus>('status')).signals.map(({ result }) => result)
    await expect.poll(results, SOON).not.toContain('waiting')
  }
  await controller.terminate()
  await keepHistory('account-continuedAsNew', await first)
})

test('a controller that is cancelled in the middle of an operation', async () => {
  const asked = Promise.withResolvers<undefined>()
  const client = await withActivities({
    ...controllerActivities,
    async operate() {
      asked.resolve(undefined)
      await new Promise((resolve) => setTimeout(resolve, 500))
      return { result: 'done', detail: 'It was done.', standing: ACTIVE }
    },
  })
  await createControllers(client, 1, TEST_NAMING).ensure('2')
  const controller = client.workflow.getHandle(controllerId('2'))
  const first = continuedAsNew(client, controller)
  await controller.signal(SIGNALS.pause)
  await asked.promise
  await controller.cancel()
  await keepHistory('account-cancelled', await first)
  await controller.terminate()
})

test.each(RUN_TYPES)('%s that runs long, until it continues as new', async (type) => {
  const client = await withActivities({
    beginRun: () => Promise.resolve(ENDLESS),
    planBackfill: () => Promise.resolve({ ...ENDLESS, webinars: 3, undelivered: 2 }),
    planComparison: () => Promise.resolve(UNCOMPARED),
    readWebinars: () => Promise.resolve(ENDLESS),
    compareWebinars: () => Promise.resolve(ENDLESS),
    deliverWebinars: () => Promise.resolve(ENDLESS),
    finishRun: () => Promise.resolve(FINISHED),
  })
  const workflow = await start(client, type, '3')
  const first = await continuedAsNew(client, workflow)
  await client.workflow.getHandle(workflow.workflowId).terminate()
  await keepHistory(`${type}-continuedAsNew`, first)
})

test.each(RUN_TYPES)('%s that is cancelled while it reads and delivers', async (type) => {
  const begun = Promise.withResolvers<undefined>()
  const atWork = () => {
    begun.resolve(undefined)
    return untilCancelled()
  }
  const client = await withActivities({
    beginRun: () => Promise.resolve(ENDLESS),
    planBackfill: () => Promise.resolve({ ...ENDLESS, webinars: 3, undelivered: 2 }),
    planComparison: () => Promise.resolve(UNCOMPARED),
    readWebinars: atWork,
    compareWebinars: atWork,
    deliverWebinars: atWork,
    finishRun: () => Promise.resolve({ ...FINISHED, outcome: 'paused' }),
  })
  const workflow = await start(client, type, '4')
  await begun.promise
  await workflow.cancel()
  await expect(workflow.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } })
  await keepHistory(`${type}-cancelled`, workflow)
})

test('a run that receives a pause while its activity waits for a retry', async () => {
  const tried = Promise.withResolvers<undefined>()
  const client = await withActivities({
    beginRun: () => Promise.resolve(ENDLESS),
    readWebinars() {
      tried.resolve(undefined)
      return Promise.reject(new Error('away'))
    },
    deliverWebinars: () => Promise.resolve(NOTHING_LEFT),
    finishRun: () => Promise.resolve({ ...FINISHED, outcome: 'paused' }),
  })
  const run = await start(client, 'accountSync', '5')
  await tried.promise
  await run.signal(SIGNALS.pauseWork)
  expect(await run.result()).toMatchObject({ outcome: 'paused' })
  await keepHistory('accountSync-toldOfPause', run)
})

test('a backfill that waits out an outage and a pause', async () => {
  let plans = 0
  const client = await withActivities({
    planBackfill() {
      plans += 1
      if (plans === 1) return Promise.reject(away())
      if (plans === 2)
        return Promise.resolve({ ...ENDLESS, webinars: 3, undelivered: 2, isPaused: true })
      const left = plans === 3 ? ENDLESS : NOTHING_LEFT
      return Promise.resolve({ ...left, webinars: 3, undelivered: plans === 3 ? 2 : 0 })
    },
    readWebinars: () => Promise.reject(away()),
    deliverWebinars: () => Promise.resolve(NOTHING_LEFT),
    finishRun: () => Promise.resolve(FINISHED),
  })
  const backfill = await start(client, 'accountBackfill', '6')
  const details = () => currentDetails(backfill)
  for (const waits of [/^Waits for a vendor/, /^Waits for the account/, /^Waits for a vendor/]) {
    await expect.poll(details, SOON).toMatch(waits)
    await backfill.signal(SIGNALS.resumeWork)
    await expect.poll(details, SOON).not.toMatch(waits)
  }
  expect(await backfill.result()).toMatchObject({ outcome: 'complete' })
  await keepHistory('accountBackfill-outage', backfill)
})
