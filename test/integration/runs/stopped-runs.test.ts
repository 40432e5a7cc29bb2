import type { WorkflowHandle } from '@temporalio/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { controllerId, SIGNALS } from '../../../src/contracts/temporal-names.ts'
import { listRuns, type Run } from '../../../src/store/runs/runs.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { stillClock, TruthCheck } from '../../support/vendors/truth-check.ts'

// Runs that are stopped while a vendor is slow or does not answer, on a real Temporal server.

const HOUR_MS = 3_600_000
const SOON = { timeout: 60_000 }
const LONGEST_STOP_MS = 15_000

let service: ServiceFixture
let check: TruthCheck
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    world: { accounts: [{}, {}, {}] },
    clock: stillClock('2026-06-15T07:00:00Z'),
  })
  check = new TruthCheck(service)
})
afterAll(() => service.close())

const account = (index: number) =>
  service.sandbox.world.accounts[index] ?? expect.fail('no account')

function upserts(index: number): number {
  const { accountId } = account(index).actOn
  return service.sandbox.ledger.count({ account: accountId, endpoint: 'upsertContact' })
}

/** Links an account, registers three people for a webinar tomorrow, and starts the account's second run. */
async function linkAndRun(index: number): Promise<void> {
  const { on24ClientId } = account(index)
  await check.linkAll([on24ClientId])
  const { world, clock } = service.sandbox
  clock.advance(2 * HOUR_MS)
  const liveStartAt = new Date(clock.now().getTime() + 24 * HOUR_MS)
  world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), 3)
  await service.schedules.trigger(on24ClientId)
}

/** Like `linkAndRun`, with a slow delivery of the second person. Resolves once the first one is confirmed. */
async function runThatDelivers(index: number): Promise<WorkflowHandle> {
  service.sandbox.faults.add({
    vendor: 'actOn',
    account: account(index).actOn.accountId,
    endpoint: 'upsertContact',
    skip: 1,
    effect: { delayMs: 4_000 },
  })
  await linkAndRun(index)
  await expect.poll(() => confirmed(index), SOON).toBe(1)
  return service.client.workflow.getHandle((await latestRun(index)).workflowId)
}

async function latestRun(index: number): Promise<Run> {
  const [run] = await listRuns(service.store, account(index).on24ClientId, 1)
  return run ?? expect.fail('no run')
}

async function confirmed(index: number): Promise<number> {
  const rows = await service.store
    .selectFrom('registration')
    .select('registrantId')
    .where('on24ClientId', '=', account(index).on24ClientId)
    .where('confirmedAt', 'is not', null)
    .execute()
  return rows.length
}

const controllerOf = (index: number) =>
  service.client.workflow.getHandle(controllerId(account(index).on24ClientId))

test('a run that waits for a retry stops at a pause, and continues at the resume', async () => {
  service.sandbox.faults.add({
    vendor: 'actOn',
    account: account(0).actOn.accountId,
    endpoint: 'upsertContact',
    times: Infinity,
    effect: { answer: { status: 503 } },
  })
  await linkAndRun(0)
  await expect
    .poll(async () => {
      const { workflowId: id } = await latestRun(0)
      const { raw } = await service.client.workflow.getHandle(id).describe()
      return raw.pendingActivities?.map(({ attempt }) => attempt)
    }, SOON)
    .toEqual([2])
  await controllerOf(0).signal('pause', { reason: 'Act-On is away' })
  const pausedAt = performance.now()
  await expect.poll(async () => (await latestRun(0)).outcome, SOON).toBe('paused')
  expect(performance.now() - pausedAt).toBeLessThan(LONGEST_STOP_MS)
  const stopped = await latestRun(0)
  expect(stopped.ledger).toMatchObject({ read: 3, created: 0, pending: 3 })
  await expect
    .poll(() => controllerOf(0).query('status'), SOON)
    .toMatchObject({
      state: 'paused',
      reason: 'Act-On is away',
      lastRun: { workflowId: stopped.workflowId, outcome: 'paused', written: 0, pending: 3 },
    })

  service.sandbox.faults.clear()
  await controllerOf(0).signal('resume')
  await expect.poll(async () => (await latestRun(0)).outcome, SOON).toBe('complete')
  check.expectEverything('after the resume')
})

test('a cancelled run records the answer that it waits for and closes, without an effect on its account', async () => {
  const run = await runThatDelivers(1)
  await run.cancel()
  await expect(run.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } })
  expect(await latestRun(1)).toMatchObject({
    outcome: 'paused',
    ledger: { read: 3, created: 2, pending: 1 },
  })
  await expect
    .poll(() => controllerOf(1).query('status'), SOON)
    .toMatchObject({ state: 'active', lastRun: { outcome: 'paused', written: 2, pending: 1 } })

  await service.schedules.trigger(account(1).on24ClientId)
  await expect.poll(async () => (await latestRun(1)).outcome, SOON).toBe('complete')
  expect(upserts(1)).toBe(3)
  check.expectEverything('after the cancelled run')
})

test('a run that receives a pause after the resume is followed by another run', async () => {
  const run = await runThatDelivers(2)
  await run.signal(SIGNALS.pauseWork)
  expect(await run.result()).toMatchObject({ outcome: 'paused' })

  await expect.poll(async () => (await latestRun(2)).outcome, SOON).toBe('complete')
  expect((await latestRun(2)).workflowId).not.toBe(run.workflowId)
  check.expectEverything('after the run that followed')
})
