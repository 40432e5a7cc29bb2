/** The loops of an account's controller on a real server, with stubbed activities. */
import type { Client } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { beforeAll, expect, test } from 'vitest'
import { createControllers } from '../../../src/temporal/controllers.ts'
import { controllerId, TASK_QUEUES, WORKFLOW_TYPES } from '../../../src/contracts/temporal-names.ts'
import { installRuntimeOnce } from '../../support/servers/temporal-runtime.ts'
import { backfill, pause, resume, runEnded, status, syncNow } from '../../../workflows/messages.ts'
import { startStubbedWorkers } from '../../support/fixtures/stubbed-workers-fixture.ts'
import { TEST_NAMING } from '../../support/temporal/test-naming.ts'

const ON24_CLIENT_ID = '22950'
const SOON = { timeout: 30_000 }
const FAR_AWAY = { againInSeconds: 3600 }
const ACTIVE = { state: 'active', reason: null, since: null } as const
const WAITING = {
  state: 'waitingForQuota',
  reason: null,
  since: '2026-06-15T07:00:00.000Z',
} as const
const RUN = { workflowId: 'account-sync/22950-x', written: 3, pending: 2 }
const LAST_RUN = { ...RUN, outcome: 'waitingForQuota' } as const
const WAITS = { problems: [], probeInSeconds: null }
const STOPPED_FOR_QUOTA = { ...LAST_RUN, ...WAITS, standing: WAITING } as const
const YES = { goesOn: true, probeInSeconds: null, standing: ACTIVE }

beforeAll(installRuntimeOnce)

async function startController(client: Client) {
  await createControllers(client, 1, TEST_NAMING).ensure(ON24_CLIENT_ID)
  return client.workflow.getHandle(controllerId(ON24_CLIENT_ID))
}

test('the keep-alive runs at the start and then at its interval, also after a failure', async () => {
  let looks = 0
  const client = await startStubbedWorkers({
    keepLinkAlive() {
      looks += 1
      if (looks === 2) return Promise.reject(ApplicationFailure.create({ message: 'away' }))
      return Promise.resolve(looks < 4 ? { againInSeconds: 0.2 } : FAR_AWAY)
    },
  })
  const controller = await startController(client)
  await expect.poll(() => looks, { timeout: 10_000 }).toBe(4)
  expect((await controller.describe()).status.name).toBe('RUNNING')
})

test('a slow keep-alive blocks no other work of the controller', async () => {
  const looking = Promise.withResolvers<typeof FAR_AWAY>()
  const client = await startStubbedWorkers({
    keepLinkAlive: () => looking.promise,
    probeActOn: () => Promise.resolve(YES),
  })
  const controller = await startController(client)
  await controller.signal(runEnded, STOPPED_FOR_QUOTA)
  expect(await controller.query(status)).toMatchObject({ state: 'waitingForQuota' })
  await expect
    .poll(() => controller.query(status), { timeout: 10_000 })
    .toMatchObject({ state: 'active' })
  looking.resolve(FAR_AWAY)
})

test('a run stopped for quota during a probe is still followed by a new run after the probe', async () => {
  let probes = 0
  const asked = Promise.withResolvers<undefined>()
  const answer = Promise.withResolvers<typeof YES>()
  const client = await startStubbedWorkers({
    keepLinkAlive: () => Promise.resolve(FAR_AWAY),
    probeActOn() {
      probes += 1
      asked.resolve(undefined)
      return probes === 1 ? answer.promise : Promise.resolve(YES)
    },
  })
  const controller = await startController(client)
  await controller.signal(runEnded, STOPPED_FOR_QUOTA)
  await asked.promise
  await controller.signal(runEnded, STOPPED_FOR_QUOTA)
  expect(await controller.query(status)).toMatchObject({ state: 'waitingForQuota' })
  answer.resolve(YES)
  await expect
    .poll(() => controller.query(status), { timeout: 10_000 })
    .toMatchObject({ state: 'active' })
  expect(probes).toBe(2)
})

test('a probe with a final failure is not repeated at once', async () => {
  let probes = 0
  const client = await startStubbedWorkers({
    keepLinkAlive: () => Promise.resolve(FAR_AWAY),
    probeActOn() {
      probes += 1
      return Promise.reject(ApplicationFailure.nonRetryable('refused'))
    },
  })
  await createControllers(client, 3600, TEST_NAMING).ensure(ON24_CLIENT_ID)
  const controller = client.workflow.getHandle(controllerId(ON24_CLIENT_ID))
  await controller.signal(runEnded, { ...STOPPED_FOR_QUOTA, probeInSeconds: 0.5 })
  await expect.poll(() => probes, SOON).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(probes).toBe(1)
})

test('a controller that continued as new keeps its wait and its keep-alive interval', async () => {
  let probes = 0
  const client = await startStubbedWorkers({
    probeActOn() {
      probes += 1
      return Promise.resolve(YES)
    },
  })
  const since = '2026-06-15T07:00:00.000Z'
  const controller = await client.workflow.start(WORKFLOW_TYPES.account, {
    taskQueue: TASK_QUEUES.workflows,
    workflowId: controllerId(ON24_CLIENT_ID),
    args: [
      {
        on24ClientId: ON24_CLIENT_ID,
        quotaProbeSeconds: 1,
        continued: {
          status: {
            ...{ state: 'waitingForQuota', reason: null, since },
            ...{ lastRun: null, problems: [], nextProbeAt: null, signals: [] },
          },
          keepAliveAt: new Date(Date.now() + 3_600_000).toISOString(),
          waitsForQuota: true,
          operations: { waiting: [], notes: [], heard: 0 },
        },
      },
    ],
  })
  expect(await controller.query(status)).toMatchObject({ state: 'waitingForQuota', since })
  await expect
    .poll(() => controller.query(status), { timeout: 10_000 })
    .toMatchObject({ state: 'active' })
  expect(probes).toBe(1)
  const { events } = await controller.fetchHistory()
  const activities = events?.flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
  )
  expect(activities).toEqual(['probeActOn'])
})

test('a controller with a long history continues as new with all its operations and notes', async () => {
  const looks: string[] = []
  const carriedOut: unknown[] = []
  const first = Promise.withResolvers<undefined>()
  const client = await startStubbedWorkers({
    keepLinkAlive({ on24ClientId }) {
      looks.push(on24ClientId)
      return Promise.resolve(FAR_AWAY)
    },
    probeActOn: () => Promise.resolve({ goesOn: false, probeInSeconds: null, standing: WAITING }),
    async operate({ operation }) {
      carriedOut.push(operation)
      if (operation.signal === 'syncNow') await first.promise
      return { result: 'done', detail: 'It was done.', standing: WAITING }
    },
  })
  const controller = await startController(client)
  await controller.signal(runEnded, STOPPED_FOR_QUOTA)
  await controller.signal(syncNow)
  const { runId } = await controller.describe()
  // Temporal suggests continuing as new once the history has 4,096 events.
  for (let sent = 0; sent < 4200; sent += 100) {
    const signals = Array.from({ length: 100 }, () => controller.signal('noise'))
    await Promise.all(signals)
  }
  const range = { from: '2024-01-01', to: '2024-06-30' }
  await controller.signal(backfill, range)
  await controller.signal(pause, { reason: 'Maintenance' })
  await controller.signal(resume)
  await expect.poll(() => carriedOut, SOON).toEqual([{ signal: 'syncNow' }])
  first.resolve(undefined)

  await expect
    .poll(() => carriedOut, SOON)
    .toEqual([
      { signal: 'syncNow' },
      { signal: 'backfill', ...range, dryRun: false },
      { signal: 'pause', reason: 'Maintenance' },
      { signal: 'resume' },
    ])
  await expect.poll(async () => (await controller.describe()).runId, SOON).not.toBe(runId)
  const { signals, ...told } = await controller.query(status)
  expect(told).toMatchObject({ ...WAITING, lastRun: LAST_RUN })
  expect(signals.slice(0, 4)).toMatchObject([
    { signal: 'resume', result: 'done' },
    { signal: 'pause', result: 'done' },
    { signal: 'backfill', result: 'done', detail: 'It was done.' },
    { signal: 'noise', result: 'refused' },
  ])
  expect((await controller.describe()).historyLength).toBeLessThan(1000)
  expect(looks).toHaveLength(1)
})
