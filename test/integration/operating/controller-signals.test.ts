/** How a controller handles signals, on a real server, with an activity that only records the operations. */
import { Client, Connection } from '@temporalio/client'
import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common'
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import type { AccountStanding } from '../../../src/contracts/account-state.ts'
import type {
  AccountStatus,
  Operated,
  OperateInput,
  StoreOperationInput,
} from '../../../src/contracts/operations.ts'
import { controllerId } from '../../../src/contracts/temporal-names.ts'
import { createControllers } from '../../../src/temporal/controllers.ts'
import { freshNamespace } from '../../support/fixtures/service-fixture.ts'
import { startStubbedWorkersIn } from '../../support/fixtures/stubbed-workers-fixture.ts'
import { installRuntimeOnce } from '../../support/servers/temporal-runtime.ts'
import { UNDECODABLE_PAYLOADS } from '../../support/temporal/undecodable-payloads.ts'
import { TEST_NAMING } from '../../support/temporal/test-naming.ts'

const SOON = { timeout: 20_000, interval: 20 }
const ACTIVE: AccountStanding = { state: 'active', reason: null, since: null }
const PAUSED: AccountStanding = {
  state: 'paused',
  reason: 'Maintenance',
  since: '2026-06-15T07:00:00.000Z',
}
const DONE: Operated = { result: 'done', detail: 'It was done.', standing: ACTIVE }

let namespace: string
beforeAll(async () => {
  installRuntimeOnce()
  namespace = await freshNamespace()
})

type Operate = (input: OperateInput) => Promise<Operated>

/** Starts workers that run until `stop` is called or the test ends. */
async function startWorkers(operate: Operate, stored: StoreOperationInput[] = []) {
  const workers = await startStubbedWorkersIn(namespace, {
    keepLinkAlive: () => Promise.resolve({ againInSeconds: 3600 }),
    storeOperation(input) {
      stored.push(input)
      return Promise.resolve({ auditId: String(stored.length) })
    },
    operate,
  })
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= workers.stop())
  onTestFinished(stop)
  return { client: workers.client, stop }
}

async function openController(client: Client, on24ClientId: string) {
  await createControllers(client, 3600, TEST_NAMING).ensure(on24ClientId)
  const handle = client.workflow.getHandle(controllerId(on24ClientId))
  const status = () => handle.query<AccountStatus>('status')
  return {
    handle,
    status,
    notes: async () => (await status()).signals.map(({ signal, result }) => `${signal} ${result}`),
    raw: (signalName: string, payloads: Payload[]) =>
      client.workflowService.signalWorkflowExecution({
        namespace,
        workflowExecution: { workflowId: handle.workflowId },
        signalName,
        input: { payloads },
      }),
  }
}

test('an unreadable payload is refused with a reason, and the next good signal is carried out', async () => {
  const done: OperateInput[] = []
  const stored: StoreOperationInput[] = []
  const { client } = await startWorkers((input) => {
    done.push(input)
    return Promise.resolve(DONE)
  }, stored)
  const controller = await openController(client, '100')
  for (const signal of ['pause', 'resume', 'syncNow', 'backfill']) {
    for (const { payload } of UNDECODABLE_PAYLOADS) await controller.raw(signal, [payload])
    const refused = UNDECODABLE_PAYLOADS.map(() => `${signal} refused`)
    expect((await controller.notes()).slice(0, refused.length)).toEqual(refused)
  }
  const [latest] = (await controller.status()).signals
  expect(latest?.detail).toBe('The payload cannot be read: send it as JSON, encoding json/plain.')
  expect(done).toEqual([])

  await controller.raw(
    'stop',
    UNDECODABLE_PAYLOADS.slice(0, 1).map(({ payload }) => payload),
  )
  expect((await controller.status()).signals[0]).toMatchObject({
    signal: 'stop',
    result: 'refused',
    detail: 'This signal is unknown. Send pause, resume, syncNow or backfill.',
  })
  await controller.raw('pause', [])
  await controller.raw('resume', [defaultPayloadConverter.toPayload(null)])
  await controller.raw('syncNow', [])
  await controller.raw('backfill', [
    defaultPayloadConverter.toPayload({ from: '2024-01-01', to: '2024-01-31', dryRun: true }),
  ])
  // The earlier signals took places too: the unreadable ones and the unknown one.
  const before = 4 * UNDECODABLE_PAYLOADS.length + 1
  const { runId: firstRunId } = await controller.handle.describe()
  const range = { from: '2024-01-01', to: '2024-01-31', dryRun: true }
  const operations = [
    { signal: 'pause', reason: null },
    { signal: 'resume' },
    { signal: 'syncNow' },
    { signal: 'backfill', ...range },
  ]
  const on24ClientId = '100'
  await expect
    .poll(() => done, SOON)
    .toEqual(
      operations.map((operation, index) => ({
        ...{ on24ClientId, operation, auditId: String(index + 1) },
      })),
    )
  expect(stored).toEqual(
    operations.map((operation, index) => ({
      ...{ on24ClientId, operation, auditId: null },
      sentAs: { firstRunId, place: before + index + 1 },
    })),
  )
  const { events } = await controller.handle.fetchHistory()
  expect(events?.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([])
})

test('operations requested without a worker, and those interrupted by its end, are done by the next worker', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  onTestFinished(() => connection.close())
  const tried = Promise.withResolvers<undefined>()
  const { stop } = await startWorkers(() => {
    tried.resolve(undefined)
    return Promise.reject(new Error('The worker is ending.'))
  })
  const controller = await openController(new Client({ connection, namespace }), '200')
  await controller.handle.signal('pause', { reason: 'Maintenance' })
  await tried.promise
  await stop()
  for (const signal of ['pause', 'resume', 'syncNow']) await controller.handle.signal(signal)
  await controller.handle.signal('backfill', { from: '2024-01-01', to: '2024-01-31' })

  const done: string[] = []
  await startWorkers(({ operation: { signal } }) => {
    done.push(signal)
    return Promise.resolve(DONE)
  })
  await expect.poll(() => done, SOON).toEqual(['pause', 'pause', 'resume', 'syncNow', 'backfill'])
  await expect
    .poll(controller.notes, SOON)
    .toEqual(['backfill done', 'syncNow done', 'resume done', 'pause done', 'pause done'])
})

test('operations requested before any worker ran are done in order', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  onTestFinished(() => connection.close())
  const controller = await openController(new Client({ connection, namespace }), '250')
  const asked = ['backfill', 'syncNow', 'resume', 'pause', 'followSchedule', 'resume']
  const range = { from: '2024-01-01', to: '2024-01-31' }
  for (const signal of asked) {
    await controller.handle.signal(signal, ...(signal === 'backfill' ? [range] : []))
  }
  const done: string[] = []
  await startWorkers(({ operation: { signal } }) => {
    done.push(signal)
    return Promise.resolve(DONE)
  })
  await expect.poll(() => done, SOON).toEqual(asked)
})

test('the state follows the results of operations and runs; a contradiction about a pause is looked up', async () => {
  const done: string[] = []
  const { client } = await startWorkers(({ operation: { signal } }) => {
    done.push(signal)
    return Promise.resolve({ ...DONE, standing: PAUSED })
  })
  const controller = await openController(client, '300')
  await controller.handle.signal('pause')
  await expect.poll(controller.status, SOON).toMatchObject(PAUSED)

  const run = { workflowId: 'account-sync/300-x', outcome: 'complete', written: 3, pending: 0 }
  const waits = { problems: [], probeInSeconds: null }
  await controller.handle.signal('runEnded', { ...run, ...waits, standing: ACTIVE })
  await expect.poll(() => done, SOON).toEqual(['pause', 'followSchedule'])
  expect(await controller.status()).toMatchObject({ ...PAUSED, lastRun: run })
  const attribute = async () =>
    (await controller.handle.describe()).typedSearchAttributes
      .getAll()
      .find(({ key }) => key.name === 'AccountState')?.value
  await expect.poll(attribute, SOON).toBe('paused')
})

test('an operation with a final failure is left to the service, and the next one is done', async () => {
  const { client } = await startWorkers(({ operation: { signal } }) =>
    signal === 'syncNow'
      ? Promise.reject(ApplicationFailure.nonRetryable('Temporal is away.'))
      : Promise.resolve(DONE),
  )
  const controller = await openController(client, '400')
  await controller.handle.signal('syncNow')
  await controller.handle.signal('resume')
  await expect.poll(controller.notes, SOON).toEqual(['resume done', 'syncNow waiting'])
  expect((await controller.status()).signals[1]?.detail).toBe(
    'It has not succeeded yet: Temporal is away. It is retried every half minute; the audit trail shows its result.',
  )
})

test('an operation is stored at once, also while another one is carried out', async () => {
  const first = Promise.withResolvers<undefined>()
  const stored: StoreOperationInput[] = []
  const { client } = await startWorkers(async () => {
    await first.promise
    return DONE
  }, stored)
  const controller = await openController(client, '500')
  await controller.handle.signal('syncNow')
  await controller.handle.signal('pause')
  await expect
    .poll(() => stored.map(({ operation: { signal } }) => signal), SOON)
    .toEqual(['syncNow', 'pause'])
  expect(await controller.notes()).toEqual(['pause waiting', 'syncNow waiting'])
  first.resolve(undefined)
  await expect.poll(controller.notes, SOON).toEqual(['pause done', 'syncNow done'])
})
