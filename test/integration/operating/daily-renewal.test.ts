/** Controllers continue as new once a day. A day takes a second or two here. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Client, WorkflowHandle } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import type { Activities } from '../../../activities/index.ts'
import {
  controllerId,
  SIGNALS,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../../../src/contracts/temporal-names.ts'
import type { AccountInput } from '../../../workflows/account-controller.ts'
import { ON24_CLIENT_ID_KEY } from '../../../src/temporal/schedules.ts'
import { backfill, pause, resume, runEnded, status, syncNow } from '../../../workflows/messages.ts'
import {
  startStubbedWorkers,
  startStubbedWorkersIn,
} from '../../support/fixtures/stubbed-workers-fixture.ts'
import { freshNamespace } from '../../support/fixtures/service-fixture.ts'
import { installRuntimeOnce } from '../../support/servers/temporal-runtime.ts'
import { keepHistory } from '../../support/temporal/keep-history.ts'

const ON24_CLIENT_ID = '22950'
const SOON = { timeout: 30_000, interval: 50 }
const ACTIVE = { state: 'active', reason: null, since: null } as const
const WAITING = { ...ACTIVE, state: 'waitingForQuota', since: '2026-06-15T07:00:00.000Z' } as const
const RUN = { workflowId: 'account-sync/22950-x', written: 3, pending: 2 }
const STOPPED = { ...RUN, outcome: 'waitingForQuota' } as const
const STOPPED_FOR_QUOTA = { ...STOPPED, problems: [], probeInSeconds: null, standing: WAITING }
const DONE = { result: 'done', detail: 'It was done.', standing: ACTIVE } as const

const ACTIVITIES: Partial<Activities> = {
  keepLinkAlive: () => Promise.resolve({ againInSeconds: 3600 }),
  operate: () => Promise.resolve(DONE),
}

beforeAll(installRuntimeOnce)

async function startController(client: Client, input: Partial<AccountInput>) {
  return client.workflow.start(WORKFLOW_TYPES.account, {
    taskQueue: TASK_QUEUES.workflows,
    workflowId: controllerId(ON24_CLIENT_ID),
    args: [{ on24ClientId: ON24_CLIENT_ID, quotaProbeSeconds: 3600, ...input }],
    typedSearchAttributes: [{ key: ON24_CLIENT_ID_KEY, value: ON24_CLIENT_ID }],
    priority: { priorityKey: 2, fairnessKey: ON24_CLIENT_ID },
  })
}

const runOf = async (controller: WorkflowHandle) => (await controller.describe()).runId

async function untilNextDay(client: Client, controller: WorkflowHandle): Promise<WorkflowHandle> {
  const { workflowId } = controller
  const latest = client.workflow.getHandle(workflowId)
  const before = await runOf(latest)
  await expect.poll(() => runOf(latest), SOON).not.toBe(before)
  return client.workflow.getHandle(workflowId, before)
}

test('a controller continues as new each day, with its search attributes and its priority', async () => {
  const client = await startStubbedWorkers(ACTIVITIES)
  const controller = await startController(client, { dayMs: 1500 })
  await untilNextDay(client, controller)
  const ended = await untilNextDay(client, controller)
  const { events } = await ended.fetchHistory()
  const started = events?.[0]?.workflowExecutionStartedEventAttributes
  expect(started?.priority).toMatchObject({ priorityKey: 2, fairnessKey: ON24_CLIENT_ID })
  const { typedSearchAttributes } = await client.workflow
    .getHandle(controller.workflowId)
    .describe()
  expect(typedSearchAttributes.get(ON24_CLIENT_ID_KEY)).toBe(ON24_CLIENT_ID)
  await keepHistory('account-daily', ended)
})

test('signals at any moment of many days are executed once and in order', async () => {
  const executed: unknown[] = []
  const client = await startStubbedWorkers({
    ...ACTIVITIES,
    operate({ operation }) {
      executed.push(operation)
      return Promise.resolve(DONE)
    },
  })
  const { workflowId } = await startController(client, { dayMs: 300 })
  const controller = client.workflow.getHandle(workflowId)
  const first = await runOf(controller)
  const runs = new Set([first])
  const sent = Array.from({ length: 60 }, (_, index) => `reason ${String(index)}`)
  for (const [index, reason] of sent.entries()) {
    await controller.signal(pause, { reason })
    if (index % 3 !== 0) continue
    await expect.poll(() => executed.length, SOON).toBe(index + 1)
    // A while that varies, so that some signals come just when a day ends.
    await new Promise((done) => setTimeout(done, 41 * (index % 10)))
    runs.add(await runOf(controller))
  }
  expect(runs.size).toBeGreaterThan(5)
  const asked = sent.map((reason) => ({ signal: 'pause', reason }))
  await expect.poll(() => executed, SOON).toEqual(asked)
  const { signals } = await controller.query(status)
  expect(signals.map(({ result }) => result)).toEqual(Array.from({ length: 20 }, () => 'done'))
})

test('no operation is cut off: the day waits for it, and for those behind it', async () => {
  const executed: string[] = []
  const operating = Promise.withResolvers<typeof DONE>()
  const client = await startStubbedWorkers({
    ...ACTIVITIES,
    operate({ operation: { signal } }) {
      executed.push(signal)
      return signal === 'syncNow' ? operating.promise : Promise.resolve(DONE)
    },
  })
  const controller = await startController(client, { dayMs: 600 })
  const first = await runOf(controller)
  await controller.signal(syncNow)
  await expect.poll(() => executed).toEqual(['syncNow'])
  await controller.signal(resume)
  await new Promise((done) => setTimeout(done, 2000))
  const latest = client.workflow.getHandle(controller.workflowId)
  expect(await runOf(latest)).toBe(first)
  operating.resolve(DONE)
  await expect.poll(() => runOf(latest), SOON).not.toBe(first)
  expect(executed).toEqual(['syncNow', 'resume'])
  expect((await latest.query(status)).signals).toMatchObject([
    { signal: 'resume', result: 'done' },
    { signal: 'syncNow', result: 'done' },
  ])
})

test('a probe keeps its time over many days of waiting for quota', async () => {
  let probes = 0
  const client = await startStubbedWorkers({
    ...ACTIVITIES,
    probeActOn() {
      probes += 1
      return Promise.resolve({ goesOn: true, probeInSeconds: null, standing: ACTIVE })
    },
  })
  // One interval of probes has several days: if each day began the wait anew, no probe would ever be made.
  const { workflowId } = await startController(client, { dayMs: 700, quotaProbeSeconds: 4 })
  const controller = client.workflow.getHandle(workflowId)
  await controller.signal(runEnded, STOPPED_FOR_QUOTA)
  const { nextProbeAt } = await controller.query(status)
  await untilNextDay(client, controller)
  expect(await controller.query(status)).toMatchObject({ state: 'waitingForQuota', nextProbeAt })
  await untilNextDay(client, controller)
  expect(probes).toBe(0)
  await expect.poll(async () => (await controller.query(status)).state, SOON).toBe('active')
  expect(probes).toBe(1)
})

test('a controller that an earlier release opened continues as new daily once a signal reaches it', async () => {
  const namespace = await freshNamespace()
  const before = await startStubbedWorkersIn(namespace, ACTIVITIES, {
    workflowBundle: await bundleOfEarlierRelease(),
  })
  const opened = await startController(before.client, { dayMs: 1500 })
  await opened.signal(backfill, { from: '2025-01-01', to: '2025-12-31' })
  await opened.signal(SIGNALS.followSchedule)
  const results = async () => (await opened.query(status)).signals.map(({ result }) => result)
  await expect.poll(results, SOON).toEqual(['done', 'done'])
  const first = await runOf(opened)
  await new Promise((done) => setTimeout(done, 3000))
  expect(await runOf(before.client.workflow.getHandle(opened.workflowId))).toBe(first)
  await before.stop()

  const { client, stop } = await startStubbedWorkersIn(namespace, ACTIVITIES)
  onTestFinished(stop)
  const controller = client.workflow.getHandle(opened.workflowId)
  expect((await controller.query(status)).signals).toHaveLength(2)
  await controller.signal(runEnded, STOPPED_FOR_QUOTA)
  const ended = await untilNextDay(client, controller)
  expect(await controller.query(status)).toMatchObject({ lastRun: RUN })
  await keepHistory('account-adoptedDaily', ended)
})

/** The present workflows without the daily continuation, as they were before. */
async function bundleOfEarlierRelease(): Promise<{ code: string }> {
  const folder = await mkdtemp(join(inject('artefacts'), 'earlier-workflows-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const needed of ['workflows', 'src/contracts']) {
    await cp(resolve(needed), join(folder, needed), { recursive: true })
  }
  const path = join(folder, 'workflows/account-controller.ts')
  const now = await readFile(path, 'utf8')
  const call = '    renewLoop(memory, on24ClientId, dayMs),\n'
  expect(now.split(call)).toHaveLength(2)
  await writeFile(path, now.replace(call, ''))
  return bundleWorkflowCode({
    workflowsPath: join(folder, 'workflows/index.ts'),
    payloadConverterPath: join(folder, 'workflows/payload-converter.ts'),
    logger: new DefaultLogger('ERROR'),
  })
}
