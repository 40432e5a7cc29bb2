/**
 * Runs and backfills that operators reset, terminate or cancel in Temporal: the account is correct afterwards. Each
 * test has its own account, so that the tests run concurrently. `vi.waitFor` replaces `expect.poll`, which cannot be
 * used in concurrent tests.
 */
import type { WorkflowHandle } from '@temporalio/client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { resetToItsBeginning } from '../../support/temporal/reset-workflow.ts'
import {
  type SignalledAccount,
  signalledAccount,
} from '../../support/accounts/signalled-account.ts'

const SOON = { timeout: 90_000, interval: 100 }
const PEOPLE = 6
const LAST_YEAR = { from: '2025-01-01', to: '2025-12-31', dryRun: false }

let service: ServiceFixture
let accountsGiven = 0
beforeAll(async () => {
  const webinars = [{ liveStartAt: new Date('2025-09-15T18:00:00Z'), people: PEOPLE }]
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    clock: { startAt: new Date('2026-06-15T07:00:00Z') },
    world: { accounts: Array.from({ length: 6 }, () => ({ webinars })) },
    eventListsPerMinute: 6000,
  })
})
afterAll(() => service.close())

/** A linked account with new registrants since its first run. Only a backfill finds its webinar of last year. */
async function accountAtWork(): Promise<SignalledAccount> {
  const account = signalledAccount(service, accountsGiven)
  accountsGiven += 1
  await service.link(account.on24ClientId)
  await account.outcomes('link', 1)
  addNews(account)
  return account
}

function addNews({ on24ClientId }: SignalledAccount): void {
  const { world, clock } = service.sandbox
  const liveStartAt = new Date(clock.now().getTime() + 24 * 3_600_000)
  world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), PEOPLE)
}

async function latest(account: SignalledAccount, trigger: 'sync' | 'backfill') {
  const [run] = await account.runs(trigger)
  return run ?? expect.fail('no run')
}

const handleOf = (workflowId: string): WorkflowHandle =>
  service.client.workflow.getHandle(workflowId)

/** Starts a run with a slow delivery. Resolves once the delivery has begun. */
async function runThatDelivers(account: SignalledAccount): Promise<WorkflowHandle> {
  const slow = account.slow({ vendor: 'actOn', endpoint: 'merge' }, 2_000)
  await service.schedules.trigger(account.on24ClientId)
  await slow.begun
  slow.end()
  return handleOf((await latest(account, 'sync')).workflowId)
}

async function backfillThatReads(account: SignalledAccount): Promise<WorkflowHandle> {
  const slow = account.slow({ vendor: 'on24', endpoint: 'eventRegistrants' }, 2_000)
  const { workflowId } = await service.backfills.start(account.on24ClientId, LAST_YEAR)
  await slow.begun
  slow.end()
  return handleOf(workflowId)
}

/** Expects one list for each webinar, with one row for each person. */
function expectContacts({ on24ClientId }: SignalledAccount, webinars: number): void {
  const { actOn } = service.sandbox.world.account(on24ClientId)
  const lists = service.sandbox.actOn
    .lists(actOn.accountId)
    .filter(({ folderName }) => folderName === on24ClientId)
  expect(lists.map(({ rows }) => rows.length)).toEqual(Array(webinars).fill(PEOPLE))
  expect(new Set(lists.map(({ name }) => name)).size).toBe(webinars)
}

/** Expects that the next run does the remaining work. */
async function syncAndCheck(account: SignalledAccount, webinars: number): Promise<void> {
  const before = (await account.runs('sync')).length
  expect(await account.signal('syncNow')).toMatchObject({ result: 'done' })
  await vi.waitFor(async () => {
    expect((await account.runs('sync')).length).toBeGreaterThan(before)
    expect((await latest(account, 'sync')).outcome).toBe('complete')
    expect(await account.status()).toMatchObject({
      state: 'active',
      lastRun: { outcome: 'complete', pending: 0 },
    })
  }, SOON)
  expectContacts(account, webinars)
}

/**
 * Expires the lease of a terminated run, which would outlive the run by a minute. Repeats this while `work` runs,
 * because an activity of the run that has not noticed the termination may take the lease again.
 */
async function withoutLeaseOf(run: WorkflowHandle, work: () => Promise<void>): Promise<void> {
  const expire = setInterval(() => {
    void service.store
      .updateTable('lease')
      .set({ expiresAt: new Date(service.now().getTime() - 60_000) })
      .where('owner', 'like', `${run.workflowId}/%`)
      .execute()
  }, 200)
  await work().finally(() => {
    clearInterval(expire)
  })
}

test.concurrent(
  'a terminated run is closed by the next one, which reports it and does the remaining work',
  async () => {
    const account = await accountAtWork()
    const run = await runThatDelivers(account)
    await run.terminate('By hand')
    await withoutLeaseOf(run, () => syncAndCheck(account, 1))
    const ended = (await account.runs('sync')).find(({ workflowId: id }) => id === run.workflowId)
    expect(ended).toMatchObject({ outcome: 'paused' })
  },
)

test.concurrent(
  'a run that is reset during its work or after its end does nothing twice',
  async () => {
    const account = await accountAtWork()
    const run = await runThatDelivers(account)
    await resetToItsBeginning(service.client, run)
    await vi.waitFor(
      async () => expect((await latest(account, 'sync')).outcome).toBe('complete'),
      SOON,
    )
    expectContacts(account, 1)

    addNews(account)
    await resetToItsBeginning(service.client, run)
    await vi.waitFor(async () => expect((await run.describe()).status.name).toBe('COMPLETED'), SOON)
    await syncAndCheck(account, 2)
  },
)

test.concurrent('a cancelled run keeps its results, and the next one continues', async () => {
  const account = await accountAtWork()
  const run = await runThatDelivers(account)
  await run.cancel()
  await expect(run.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } })
  expect(await latest(account, 'sync')).toMatchObject({ outcome: 'paused' })
  await syncAndCheck(account, 1)
})

test.concurrent(
  'a terminated backfill does the remaining work when it is requested again',
  async () => {
    const account = await accountAtWork()
    const backfill = await backfillThatReads(account)
    await backfill.terminate('By hand')
    await syncAndCheck(account, 1)
    await service.backfills.start(account.on24ClientId, LAST_YEAR)
    expect(await handleOf(backfill.workflowId).result()).toMatchObject({ outcome: 'complete' })
    expectContacts(account, 2)
  },
)

test.concurrent('a backfill that is reset while it works, and after its end', async () => {
  const account = await accountAtWork()
  const backfill = await backfillThatReads(account)
  await resetToItsBeginning(service.client, backfill)
  const now = handleOf(backfill.workflowId)
  expect(await now.result()).toMatchObject({ outcome: 'complete' })
  await resetToItsBeginning(service.client, now)
  expect(await handleOf(backfill.workflowId).result()).toMatchObject({ outcome: 'complete' })
  await syncAndCheck(account, 2)
})

test.concurrent('a cancelled backfill keeps its results, and the account continues', async () => {
  const account = await accountAtWork()
  const backfill = await backfillThatReads(account)
  await backfill.cancel()
  await expect(backfill.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } })
  expect(await latest(account, 'backfill')).toMatchObject({ outcome: 'paused' })
  await service.backfills.start(account.on24ClientId, LAST_YEAR)
  expect(await handleOf(backfill.workflowId).result()).toMatchObject({ outcome: 'complete' })
  await syncAndCheck(account, 2)
})
