/** The weekly comparison: its Schedule beside the one of the runs, and what a run of it does. */
import { ScheduleOverlapPolicy } from '@temporalio/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareScheduleId, SIGNALS } from '../../../src/contracts/temporal-names.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { listVerifications } from '../../../src/store/verifications/verification-list.ts'
import { minuteOfWeek } from '../../../src/temporal/compare-schedules.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { pauseByHand, unpauseByHand } from '../../support/temporal/pause-by-hand.ts'
import { endOfFirstRun, endOfRun } from '../../support/temporal/slot-runs.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'

const SOON = { timeout: 30_000, interval: 100 }
const DAY_MS = 24 * 3_600_000
const WEEK_MS = 7 * DAY_MS

let service: ServiceFixture
let on24ClientId: string
let accountId: string
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    clock: stillClock('2026-06-15T07:00:00Z'),
    world: { accounts: [{}] },
  })
  const [account] = service.sandbox.world.accounts
  on24ClientId = account?.on24ClientId ?? expect.fail('no account')
  accountId = account?.actOn.accountId ?? expect.fail('no account')
  const { world, clock } = service.sandbox
  const liveStartAt = new Date(clock.now().getTime() + DAY_MS)
  world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), 3)
  await service.link(on24ClientId)
  await endOfFirstRun(service, on24ClientId)
})
afterAll(() => service.close())

const schedule = () => service.client.schedule.getHandle(compareScheduleId(on24ClientId))

test('every linked account has one at its own minute of the week, and every policy is set', async () => {
  const { spec, policies, action, state, memo } = await schedule().describe()
  const offset = minuteOfWeek(on24ClientId) * 60_000
  expect(spec.intervals).toEqual([{ every: WEEK_MS, offset }])
  expect(policies).toMatchObject({
    ...{ overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: WEEK_MS, pauseOnFailure: false },
  })
  expect(action).toMatchObject({
    workflowType: 'accountCompare',
    workflowId: `account-compare/${on24ClientId}`,
    taskQueue: 'on24-act-on',
  })
  expect(state.paused).toBe(false)
  expect(memo).toEqual({ on24ClientId })
})

test('accounts are spread over the week', () => {
  const minutes = Array.from({ length: 700 }, (_, index) => minuteOfWeek(String(22_950 + index)))
  const perDay = Map.groupBy(minutes, (minute) => Math.floor(minute / (24 * 60)))
  expect([...perDay.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6])
  for (const onDay of perDay.values()) expect(onDay.length).toBeGreaterThan(50)
})

test('it is paused and goes on with the Schedule of the runs, also when a person changes that by hand', async () => {
  const isPaused = async () => (await schedule().describe()).state.paused
  const change = () => service.controllers.signal(on24ClientId, SIGNALS.followSchedule)
  await pauseByHand(service, on24ClientId, 'maintenance')
  await change()
  await expect.poll(isPaused, SOON).toBe(true)
  await unpauseByHand(service, on24ClientId)
  await change()
  await expect.poll(isPaused, SOON).toBe(false)
  const isResumed = async () => (await getAccount(service.store, on24ClientId)).pausedSince
  await expect.poll(isResumed, SOON).toBeNull()
  await endOfRun(service, on24ClientId, ({ trigger }) => trigger === 'sync')
})

test('it writes what ON24 changed, and reports what a user changed', async () => {
  const list = () =>
    service.sandbox.actOn.lists(accountId).find(({ folderName }) => folderName === on24ClientId)
  const [row] = list()?.rows ?? []
  service.sandbox.actOn.user.editCell(accountId, row?.recordId ?? '', 'Company', 'By a user')
  await schedule().trigger()
  const run = await endOfRun(service, on24ClientId, ({ trigger }) => trigger === 'compare')
  expect(run).toMatchObject({ outcome: 'complete' })
  expect((await listVerifications(service.store, on24ClientId, { limit: 1 })).items).toMatchObject([
    { kind: 'weeklyComparison', repair: false, lists: 1, userEdited: 1, repaired: 0 },
  ])
  expect(list()?.rows.map(({ cells }) => cells['Company'])).toContain('By a user')
})

test('a pause and a resume hold for it, too', async () => {
  await service.schedules.pause(on24ClientId, 'Maintenance')
  await expect
    .poll(async () => (await schedule().describe()).state)
    .toMatchObject({ paused: true, note: 'Maintenance' })
  await service.schedules.unpause(on24ClientId)
  await expect.poll(async () => (await schedule().describe()).state.paused).toBe(false)
})

test('one that was changed by hand is repaired, and one that was deleted is made again', async () => {
  await schedule().update((before) => ({ ...before, spec: { intervals: [{ every: '30d' }] } }))
  await expect
    .poll(async () => service.schedules.repair(on24ClientId))
    .toContainEqual(expect.stringMatching(/^comparison spec\./))
  const { intervals } = (await schedule().describe()).spec
  expect(intervals?.[0]?.every).toBe(WEEK_MS)
  await schedule().delete()
  await service.schedules.ensure(on24ClientId)
  expect((await schedule().describe()).scheduleId).toBe(compareScheduleId(on24ClientId))
  await service.schedules.remove(on24ClientId)
  await expect(schedule().describe()).rejects.toThrow()
})
