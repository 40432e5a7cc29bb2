/** Controllers that operators reset or cancel in Temporal, or whose workflow tasks fail. */
import { WorkflowIdConflictPolicy } from '@temporalio/client'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { controllerId, TASK_QUEUES } from '../../../src/contracts/temporal-names.ts'
import { withLease } from '../../../src/store/leases/hold-lease.ts'
import { pauseLease } from '../../../src/store/leases/lease-names.ts'
import {
  type OperatorApiFixture,
  openOperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { resetToItsBeginning } from '../../support/temporal/reset-workflow.ts'
import {
  type SignalledAccount,
  signalledAccount,
} from '../../support/accounts/signalled-account.ts'

const SOON = { timeout: 60_000, interval: 100 }
const RANGE = { from: '2025-01-01', to: '2025-01-31' }

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({
    leavesOutClockSlots: true,
    world: { accounts: [{}, {}, {}] },
    eventListsPerMinute: 6000,
    rhythm: { watchSchedules: 300, executeUnanswered: 300 },
  })
})
afterAll(() => api.close())

async function linked(index: number): Promise<SignalledAccount> {
  const account = signalledAccount(api, index)
  await api.link(account.on24ClientId)
  await account.outcomes('link', 1)
  return account
}

async function executionsOf(workflowId: string): Promise<number> {
  const query = `WorkflowId STARTS_WITH "${workflowId}"`
  return (await api.client.workflow.count(query)).count
}

async function ask(account: SignalledAccount, path: string, body?: object): Promise<void> {
  const call = { method: 'POST', ...(body && { body }) } as const
  const { status } = await api.call(`/accounts/${account.on24ClientId}/${path}`, call)
  expect(status).toBe(202)
}

/** Blocks pauses and resumes of the account until `end` is called. */
async function holdTurn(on24ClientId: string): Promise<{ end(): void }> {
  const held = Promise.withResolvers<undefined>()
  const isHeld = Promise.withResolvers<undefined>()
  const lease = { name: pauseLease(on24ClientId), signal: AbortSignal.timeout(60_000) }
  const holding = withLease(api.store, lease, () => {
    isHeld.resolve(undefined)
    return held.promise
  })
  onTestFinished(() => holding)
  await isHeld.promise
  return { end: () => held.resolve(undefined) }
}

/** The names of the controller's pending activities. */
async function activitiesOf({ controller }: SignalledAccount): Promise<string[]> {
  const { raw } = await controller.describe()
  return (raw.pendingActivities ?? []).map(({ activityType }) => activityType?.name ?? '')
}

test('a controller that is reset repeats no operation, from any sender', async () => {
  const account = await linked(0)
  const { on24ClientId } = account
  await account.signal('backfill', RANGE)
  await account.outcomes('backfill', 1)
  expect(await account.signal('pause', { reason: 'Maintenance' })).toMatchObject({ result: 'done' })
  await ask(account, 'resume')
  await account.stateBecomes('active')
  await account.outcomes('sync', 1)
  await ask(account, 'pause')
  await account.stateBecomes('paused')
  await account.signal('resume')
  await account.outcomes('sync', 2)

  const settled = async () => (await account.status()).signals.map(({ result }) => result)
  await expect.poll(settled, SOON).not.toContain('waiting')
  const before = {
    audit: await api.audit(on24ClientId),
    notes: (await account.status()).signals.length,
    backfills: await executionsOf(`account-backfill/${on24ClientId}`),
  }
  expect(before.backfills).toBe(1)
  await resetToItsBeginning(api.client, account.controller)

  await expect.poll(async () => (await account.status()).signals.length, SOON).toBe(before.notes)
  await expect.poll(settled, SOON).not.toContain('waiting')
  expect(await account.status()).toMatchObject({ state: 'active' })
  expect(await api.schedules.readPause(on24ClientId)).toBeNull()
  expect(await account.runs('sync')).toHaveLength(2)
  expect(await executionsOf(`account-backfill/${on24ClientId}`)).toBe(1)
  expect(await api.audit(on24ClientId)).toEqual(before.audit)

  // The reset controller still accepts signals: a new one gets a place that no earlier signal had.
  expect(await account.signal('pause', { reason: 'Maintenance' })).toMatchObject({ result: 'done' })
  await account.stateBecomes('paused')
})

test('a cancelled controller starts again with its state and its open operations', async () => {
  const account = await linked(1)
  const slow = account.slow({ vendor: 'on24', endpoint: 'events' }, 500)
  await account.signal('pause', { reason: 'Maintenance' })
  const { runId } = await account.controller.describe()
  // The controller is cancelled while it carries out the resume, with the backfill queued behind it.
  const turn = await holdTurn(account.on24ClientId)
  await account.controller.signal('resume')
  await account.controller.signal('backfill', RANGE)
  await expect.poll(() => activitiesOf(account), SOON).toContain('operate')
  await account.controller.cancel()
  slow.end()
  await expect.poll(async () => (await account.controller.describe()).runId, SOON).not.toBe(runId)
  turn.end()
  await account.stateBecomes('active')
  await account.outcomes('backfill', 1)
  expect((await account.controller.describe()).status.name).toBe('RUNNING')
  const { signals } = await account.status()
  for (const asked of ['pause', 'resume', 'backfill']) {
    expect(signals.filter(({ signal }) => signal === asked)).toMatchObject([{ result: 'done' }])
  }
  expect((await api.audit(account.on24ClientId)).slice(-3).toSorted()).toEqual([
    'backfill ok',
    'paused ok',
    'resumed ok',
  ])
})

test('a controller with failing workflow tasks is visible, and operations are done without it', async () => {
  const account = await linked(2)
  const { on24ClientId } = account
  const readyz = async () => {
    const answer = await fetch(`${api.webUrl}/readyz`)
    return { status: answer.status, body: await answer.json() }
  }
  const ready = { store: 'ready', temporal: 'ready', workers: 'ready' }
  const problems = async () => {
    const { body } = await api.call(`/accounts/${on24ClientId}/problems`)
    return z.object({ items: z.array(z.looseObject({})) }).parse(body).items
  }
  // Without an argument its workflow tasks fail, as they do after an incompatible change of the workflow.
  await api.client.workflow.start('account', {
    workflowId: controllerId(on24ClientId),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
    taskQueue: TASK_QUEUES.workflows,
    args: [],
  })
  await ask(account, 'pause', { reason: 'Maintenance' })
  expect((await api.call(`/accounts/${on24ClientId}`)).body).toMatchObject({ state: 'paused' })
  expect(await api.schedules.readPause(on24ClientId)).toBeNull()
  await passMinutes(3)

  const paused = () => api.schedules.readPause(on24ClientId)
  await expect.poll(paused, SOON).toEqual({ reason: 'Maintenance' })
  await expect.poll(async () => (await api.audit(on24ClientId)).at(-1), SOON).toBe('paused ok')
  await ask(account, 'resume')
  await passMinutes(1)
  await expect.poll(problems, SOON).toMatchObject([{ kind: 'controllerStuck', rows: 0 }])
  expect((await problems())[0]?.['nextStep']).toContain('terminate')
  expect(await readyz()).toEqual({ status: 503, body: { ...ready, controllers: 'not ready' } })
  const notices = api.store.selectFrom('notice').select('kind')
  expect(await notices.where('on24ClientId', '=', on24ClientId).execute()).toEqual([
    { kind: 'controllerStuck' },
  ])

  await account.controller.terminate()
  await expect.poll(problems, SOON).toEqual([])
  await passMinutes(2)
  await expect
    .poll(() => api.audit(on24ClientId), SOON)
    .toEqual(expect.arrayContaining(['controllerStarted ok', 'resumed ok']))
  await account.stateBecomes('active')
  expect(await readyz()).toEqual({ status: 200, body: { ...ready, controllers: 'ready' } })
})

/** Simulates the passing of time for operations without a result: moves their request times back. */
async function passMinutes(minutes: number): Promise<void> {
  const { store } = api
  for (const { auditId, askedAt } of await store
    .selectFrom('operation')
    .select(['auditId', 'askedAt'])
    .where('result', 'is', null)
    .execute()) {
    const at = new Date(askedAt.getTime() - minutes * 60_000)
    await store
      .updateTable('operation')
      .set({ askedAt: at })
      .where('auditId', '=', auditId)
      .execute()
  }
}
