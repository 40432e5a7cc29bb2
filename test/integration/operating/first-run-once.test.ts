/** The first run of a link, while periodic checks find an account of which nothing has been read yet. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { ensureSyncing } from '../../../src/accounts/ensure-schedule-and-controller.ts'
import { syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import { getAccount, saveLink } from '../../../src/store/accounts/accounts.ts'
import { runLease } from '../../../src/store/leases/lease-names.ts'
import { takeLease } from '../../../src/store/leases/leases.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { noTemporal } from '../../support/temporal/no-temporal.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'

const SOON = { timeout: 30_000, interval: 50 }

let service: ServiceFixture
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    world: { accounts: [{ webinars: [] }, { webinars: [] }] },
  })
})
afterAll(() => service.close())

/** Links an account. ON24 holds its answer to the first run back until `answer` is called. */
async function linkHeldBack(index: number) {
  const { on24ClientId } = service.sandbox.world.accounts[index] ?? expect.fail('no account')
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const answer = () => {
    resolve(undefined)
  }
  onTestFinished(answer)
  service.sandbox.faults.add({
    ...{ vendor: 'on24', endpoint: 'events', account: on24ClientId },
    effect: { beforeAnswer: () => promise },
  })
  await service.link(on24ClientId)
  const discoveries = async () => (await getAccount(service.store, on24ClientId)).discoveries
  await check(on24ClientId)
  await expect.poll(discoveries, SOON).toBe(1)
  return { on24ClientId, answer }
}
const check = (on24ClientId: string) =>
  ensureSyncing(service, on24ClientId, AbortSignal.timeout(30_000))
const infoOf = async (on24ClientId: string) => {
  const handle = service.client.schedule.getHandle(syncScheduleId(on24ClientId))
  return (await handle.describe()).info
}
const triggered = async (on24ClientId: string) => (await infoOf(on24ClientId)).numActionsTaken

test('is triggered once, however often the account is checked until the run has ended', async () => {
  const { on24ClientId, answer } = await linkHeldBack(0)
  await check(on24ClientId)
  answer()
  await expect.poll(() => service.schedules.isRunning(on24ClientId), SOON).toBe(false)
  await check(on24ClientId)
  expect(await triggered(on24ClientId)).toBe(1)
})

test('is triggered again if it was terminated before anything was read', async () => {
  const { on24ClientId } = await linkHeldBack(1)
  const open = async () => (await infoOf(on24ClientId)).runningActions
  await expect.poll(open, SOON).toHaveLength(1)
  for (const { workflow } of await open()) {
    await service.client.workflow.getHandle(workflow.workflowId).terminate()
  }
  const afterCheck = async () => {
    await check(on24ClientId)
    return triggered(on24ClientId)
  }
  await expect.poll(afterCheck, SOON).toBe(2)
})

/** An account that was linked and not started, and a Temporal that only records requests. */
async function linkedWithoutTemporal(on24ClientId: string) {
  const { store, now } = service
  await storeAccount(store, on24ClientId)
  const actOn = { actOnAccountId: on24ClientId, actOnAccountName: 'Linked', timeZone: 'UTC' }
  await saveLink(store, on24ClientId, { ...actOn, linkedAt: now() })
  return { ...noTemporal(), store, now }
}

test('is triggered once while Temporal has not begun it', async () => {
  const parts = await linkedWithoutTemporal('700')
  const schedules = { ...parts.schedules, ensure: () => Promise.resolve(false) }
  const startAgain = () =>
    ensureSyncing({ ...parts, schedules }, '700', AbortSignal.timeout(30_000))
  await startAgain()
  await startAgain()
  expect(parts.asked).toEqual(['controller 700', 'trigger 700', 'controller 700'])
})

test('of a Schedule that was deleted during a run is not triggered: the new one does not know of that run', async () => {
  const parts = await linkedWithoutTemporal('800')
  await takeLease(service.store, runLease('800'), 'a run', 60_000)
  await ensureSyncing(parts, '800', AbortSignal.timeout(30_000))
  expect(parts.asked).toEqual(['controller 800', 'schedule 800'])
})
