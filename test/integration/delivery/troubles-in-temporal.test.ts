import { type Workflow, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client'
import { ActivityFailure, ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { controllerId, TASK_QUEUES, WORKFLOW_TYPES } from '../../../src/contracts/temporal-names.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { listRuns, type Run } from '../../../src/store/runs/runs.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

let service: ServiceFixture
let accountsGiven = 0
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    clock: { startAt: new Date('2026-06-15T07:00:00Z') },
    world: { accounts: [{}, {}, {}, {}] },
    timing: {
      rateLimitWaitMs: 20,
      signInWaitMs: 100,
      rateLimitPatienceMs: 300,
      quotaProbeSeconds: 1,
    },
  })
})
afterAll(() => service.close())

/** A linked account with three people who registered after its first run. */
async function accountWithNews(): Promise<WorldAccount> {
  const account = service.sandbox.world.accounts[accountsGiven] ?? expect.fail('no account left')
  accountsGiven += 1
  const { on24ClientId } = account
  await service.link(on24ClientId)
  await endOfFirstRun(service, on24ClientId)
  addWebinar(on24ClientId, 3)
  return account
}

function addWebinar(on24ClientId: string, registrants: number): void {
  const { world, clock } = service.sandbox
  const liveStartAt = new Date(clock.now().getTime() + DAY_MS)
  world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), registrants)
}

async function attributeOf(handle: WorkflowHandle<Workflow>, name: string): Promise<unknown> {
  const { typedSearchAttributes } = await handle.describe()
  return typedSearchAttributes.getAll().find(({ key }) => key.name === name)?.value
}

function workflowOf(run: Run): WorkflowHandle<Workflow> {
  return service.client.workflow.getHandle(run.workflowId, run.runId)
}

test('when the quota is used up the controller waits, asks, and starts the run that delivers', async () => {
  const { on24ClientId, actOn } = await accountWithNews()
  const controller = service.client.workflow.getHandle(controllerId(on24ClientId))
  const withdraw = service.sandbox.faults.add({
    vendor: 'actOn',
    account: actOn.accountId,
    times: Infinity,
    effect: { answer: { status: 429 } },
  })
  const run = await runSlotAfter(service, on24ClientId, 1)
  expect(run).toMatchObject({ outcome: 'waitingForQuota', ledger: { read: 3, pending: 3 } })
  expect(await attributeOf(workflowOf(run), 'SyncOutcome')).toBe('waitingForQuota')
  await vi.waitFor(async () => {
    expect(await controller.query('status')).toMatchObject({ state: 'waitingForQuota' })
    expect(await attributeOf(controller, 'AccountState')).toBe('waitingForQuota')
  })

  // The access token has expired, so probes are already refused at the token call. Only five of these are allowed
  // an hour, which is why the clock advances again below.
  service.sandbox.clock.advance(2 * HOUR_MS)
  const refused = () => service.sandbox.ledger.count({ account: actOn.accountId, status: 429 })
  const refusedInRun = refused()
  await vi.waitFor(() => expect(refused()).toBeGreaterThan(refusedInRun + 1), { timeout: 30_000 })
  withdraw()
  service.sandbox.clock.advance(2 * HOUR_MS)
  await vi.waitFor(
    async () => {
      const [newest] = await listRuns(service.store, on24ClientId, 1)
      expect(newest).toMatchObject({ trigger: 'sync', outcome: 'complete', ledger: { created: 3 } })
    },
    { timeout: 30_000 },
  )
  await vi.waitFor(async () => {
    expect(await controller.query('status')).toMatchObject({ state: 'active' })
  })
  expect(await getAccount(service.store, on24ClientId)).toMatchObject({ quotaSince: null })
})

test('a run that ON24 refuses fails once, readably, and the next slot recovers', async () => {
  const { on24ClientId } = await accountWithNews()
  service.sandbox.on24.access.disableToken(on24ClientId)
  const run = await runSlotAfter(service, on24ClientId, 1)
  expect(run).toMatchObject({ outcome: 'failed' })
  const error: unknown = await workflowOf(run)
    .result()
    .then(String, (thrown: unknown) => thrown)
  const activity = error instanceof WorkflowFailedError ? error.cause : undefined
  expect(activity).toBeInstanceOf(ActivityFailure)
  const cause = activity instanceof ActivityFailure ? activity.cause : undefined
  expect(cause).toBeInstanceOf(ApplicationFailure)
  expect(cause).toMatchObject({ type: 'On24CredentialsRefused', nonRetryable: true })
  expect(cause?.message).toContain('ON24 refuses the access token pair.')
  expect(await attributeOf(workflowOf(run), 'SyncOutcome')).toBe('failed')
  // Each of discovery's four questions is asked once.
  expect(service.sandbox.ledger.count({ account: on24ClientId, status: 401 })).toBe(4)

  service.sandbox.on24.access.enableToken(on24ClientId)
  const next = await runSlotAfter(service, on24ClientId, 1)
  expect(next).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('when Act-On refuses everything, ON24 is still read to the end and the cursor moves', async () => {
  const { on24ClientId, actOn } = await accountWithNews()
  const { user } = service.sandbox.actOn
  user.disableApi(actOn.accountId)
  expect(await runSlotAfter(service, on24ClientId, 1)).toMatchObject({ outcome: 'failed' })
  // The first webinar settles in this run, so the next run delivers its rows while it still reads the second
  // webinar.
  expect(await runSlotAfter(service, on24ClientId, 6 * 24)).toMatchObject({ outcome: 'failed' })
  addWebinar(on24ClientId, 2)
  service.sandbox.faults.add({
    vendor: 'on24',
    account: on24ClientId,
    endpoint: 'eventRegistrants',
    effect: { delayMs: 2000 },
  })
  const run = await runSlotAfter(service, on24ClientId, 1)
  expect(run).toMatchObject({
    outcome: 'failed',
    webinarsRead: 1,
    ledger: { read: 2, carriedOver: 3, pending: 5 },
  })
  const { cursorAt, failingReason } = await getAccount(service.store, on24ClientId)
  expect(cursorAt).toEqual(run.windowTo)
  expect(failingReason).toContain('PUBLIC_API_FEATURE_NOT_ENABLED')
  user.enableApi(actOn.accountId)
  const next = await runSlotAfter(service, on24ClientId, 1)
  expect(next).toMatchObject({ outcome: 'complete', ledger: { created: 5 } })
})

test('a run started by hand during another one waits until that has ended', async () => {
  const { on24ClientId } = await accountWithNews()
  service.sandbox.faults.add({
    vendor: 'on24',
    account: on24ClientId,
    endpoint: 'eventRegistrants',
    effect: { delayMs: 2000 },
  })
  const byHand = (name: string) =>
    service.client.workflow.start(WORKFLOW_TYPES.accountSync, {
      workflowId: `by-hand/${name}/${on24ClientId}`,
      taskQueue: TASK_QUEUES.workflows,
      args: [{ on24ClientId }],
    })
  const started = await Promise.all([byHand('first'), byHand('second'), byHand('third')])
  await Promise.all(started.map((handle) => handle.result()))
  const runs = (await listRuns(service.store, on24ClientId, 3)).toReversed()
  expect(runs.map(({ outcome }) => outcome)).toEqual(['complete', 'complete', 'complete'])
  expect(runs[0]).toMatchObject({ ledger: { created: 3 } })
  runs.slice(1).forEach((run, index) => {
    const before = runs[index]?.finishedAt?.getTime() ?? Infinity
    expect(run.startedAt.getTime()).toBeGreaterThanOrEqual(before)
    expect(run).toMatchObject({ ledger: { read: 3, unchanged: 3 } })
  })
})
