import { ScheduleOverlapPolicy, type Workflow, type WorkflowHandle } from '@temporalio/client'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { controllerId, syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { createSyncSchedules } from '../../../src/temporal/schedules.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, endOfRun, fireSlots, slotAfter } from '../../support/temporal/slot-runs.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'
import { TEST_NAMING } from '../../support/temporal/test-naming.ts'

const HOUR_MS = 3_600_000

let service: ServiceFixture
let on24ClientId: string
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    clock: stillClock('2026-06-15T07:00:00Z'),
    world: { accounts: [{}, {}, {}] },
  })
  on24ClientId = await linkedAccount(0)
})
afterAll(() => service.close())

async function linkedAccount(index: number): Promise<string> {
  const { on24ClientId: id } = service.sandbox.world.accounts[index] ?? expect.fail('no account')
  await service.link(id)
  await endOfFirstRun(service, id)
  return id
}

function describeSchedule(id = on24ClientId) {
  return service.client.schedule.getHandle(syncScheduleId(id)).describe()
}

function endOf(slot: Date) {
  return endOfRun(service, on24ClientId, ({ windowTo }) => windowTo.getTime() === slot.getTime())
}

/** Search attributes may be written a moment after the workflow has closed. */
async function attributesOf(handle: WorkflowHandle<Workflow>) {
  const { typedSearchAttributes } = await handle.describe()
  return Object.fromEntries(
    typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
  )
}

test('every account has slots at 00, 06, 12 and 18 UTC, and every policy is set', async () => {
  const { spec, policies, state, action, typedSearchAttributes } = await describeSchedule()
  expect(spec.intervals).toEqual([{ every: 6 * HOUR_MS, offset: 0 }])
  expect(spec.jitter ?? 0).toBe(0)
  expect(policies).toMatchObject({
    overlap: ScheduleOverlapPolicy.BUFFER_ONE,
    catchupWindow: 6 * HOUR_MS,
    pauseOnFailure: false,
  })
  expect(state.paused).toBe(false)
  expect(action).toMatchObject({
    workflowType: 'accountSync',
    workflowId: `account-sync/${on24ClientId}`,
    taskQueue: 'on24-act-on',
    args: [{ on24ClientId }],
  })
  expect(typedSearchAttributes.getAll()).toMatchObject([
    { key: { name: 'On24ClientId' }, value: on24ClientId },
  ])
})

test('the next slots are the same for all accounts', async () => {
  const nextOf = async (id: string) => (await describeSchedule(id)).info.nextActionTimes
  const [mine, others] = [await nextOf(on24ClientId), await nextOf(await linkedAccount(1))]
  expect(mine.length).toBeGreaterThan(3)
  expect(others[0]).toEqual(mine[0])
  for (const slot of mine) {
    expect(slot.getUTCHours() % 6).toBe(0)
    expect(slot.getTime() % HOUR_MS).toBe(0)
  }
  expect(new Set(mine.map((slot) => slot.getUTCHours()))).toEqual(new Set([0, 6, 12, 18]))
})

test('the jitter is the setting', async () => {
  const schedules = createSyncSchedules(service.client, 900, 3600, TEST_NAMING)
  await schedules.ensure('jittered')
  onTestFinished(() => service.client.schedule.getHandle(syncScheduleId('jittered')).delete())
  expect((await describeSchedule('jittered')).spec).toMatchObject({ jitter: 900_000, skip: [] })
})

test('a changed jitter reaches Schedules that are there', async () => {
  const id = 'jittered-later'
  const without = createSyncSchedules(service.client, 0, 3600, TEST_NAMING)
  await without.ensure(id)
  onTestFinished(() => service.client.schedule.getHandle(syncScheduleId(id)).delete())
  const jittered = createSyncSchedules(service.client, 900, 3600, TEST_NAMING)
  expect(await jittered.repair(id)).toEqual(['spec.jitter'])
  expect((await describeSchedule(id)).spec).toMatchObject({ jitter: 900_000 })
  // So a start with the new setting compares every Schedule, also right after one with the old setting.
  expect(jittered.definition).not.toBe(without.definition)
  expect(createSyncSchedules(service.client, 900, 3600, TEST_NAMING).definition).toBe(
    jittered.definition,
  )
})

test('a Schedule changed by hand is restored, paused or not', async () => {
  const id = 'changed'
  const schedules = createSyncSchedules(service.client, 0, 3600, TEST_NAMING)
  await schedules.ensure(id)
  const handle = service.client.schedule.getHandle(syncScheduleId(id))
  onTestFinished(() => handle.delete())
  expect(await schedules.repair(id)).toEqual([])
  const before = await service.client.workflowService.describeSchedule({
    namespace: service.namespace,
    scheduleId: syncScheduleId(id),
  })
  await handle.pause('By hand')
  await handle.update(({ spec, action, policies, state }) => ({
    spec: { ...spec, intervals: [{ every: '30d' }], jitter: '1h', timezone: 'Europe/Berlin' },
    action: { ...action, taskQueue: 'elsewhere', args: [{ on24ClientId: 'other' }] },
    policies: { ...policies, overlap: ScheduleOverlapPolicy.SKIP, pauseOnFailure: true },
    state: { ...state, remainingActions: 3 },
  }))
  await expect.poll(async () => (await handle.describe()).state.paused).toBe(true)
  // The changed Schedule starts a run on a task queue without workers, which would block all later runs.
  await schedules.trigger(id)
  const running = async () => (await handle.describe()).info.runningActions
  await expect.poll(running).toHaveLength(1)
  const mended = await schedules.repair(id)
  await expect.poll(running).toEqual([])
  expect(mended).toEqual(
    expect.arrayContaining([
      'info.runningWorkflows',
      ...['spec.interval', 'spec.jitter', 'spec.timezoneName', 'action.taskQueue'],
      ...['action.input', 'policies.overlapPolicy', 'policies.pauseOnFailure'],
      ...['state.limitedActions', 'state.remainingActions'],
    ]),
  )
  const after = await service.client.workflowService.describeSchedule({
    namespace: service.namespace,
    scheduleId: syncScheduleId(id),
  })
  expect(after.schedule?.state).toMatchObject({ paused: true, notes: 'By hand' })
  expect({ ...after.schedule, state: null }).toEqual({ ...before.schedule, state: null })
  expect(await schedules.repair(id)).toEqual([])
  expect(await schedules.repair('unknown')).toEqual([])
})

test('linking starts a run at once, and a further trigger is a sync', async () => {
  const first = await endOfFirstRun(service, on24ClientId)
  expect(first).toMatchObject({ trigger: 'link', windowFrom: null, outcome: 'complete' })
  service.sandbox.clock.advance(HOUR_MS)
  await service.schedules.trigger(on24ClientId)
  const further = await endOfRun(service, on24ClientId, ({ trigger }) => trigger === 'sync')
  expect(further.windowFrom).toEqual(first.windowTo)
  expect(further.workflowId).toMatch(new RegExp(`^account-sync/${on24ClientId}-\\d{4}-`))
})

test('the Schedule starts the run of a slot: its window ends at the slot and begins at the cursor', async () => {
  const { cursorAt } = await getAccount(service.store, on24ClientId)
  const slot = slotAfter(service.sandbox.clock.now(), 6)
  // The run starts three hours late, as after an outage. Its window still ends at the slot.
  service.sandbox.clock.set(new Date(slot.getTime() + 3 * HOUR_MS))
  await fireSlots(service, on24ClientId, slot, slot)
  const run = await endOf(slot)
  const slotId = slot.toISOString().replace('.000Z', 'Z')
  expect(run).toMatchObject({
    workflowId: `account-sync/${on24ClientId}-${slotId}`,
    windowFrom: cursorAt,
    windowTo: slot,
    startedAt: service.sandbox.clock.now(),
    outcome: 'complete',
  })
  expect((await getAccount(service.store, on24ClientId)).cursorAt).toEqual(slot)

  const handle = service.client.workflow.getHandle(run.workflowId)
  await expect
    .poll(() => attributesOf(handle))
    .toMatchObject({
      On24ClientId: on24ClientId,
      SyncOutcome: 'complete',
      TemporalScheduledById: syncScheduleId(on24ClientId),
      TemporalScheduledStartTime: slot,
    })
})

test('two slots in a row run one after the other, in their order', async () => {
  const before = await getAccount(service.store, on24ClientId)
  const first = slotAfter(service.sandbox.clock.now(), 0)
  const second = new Date(first.getTime() + 6 * HOUR_MS)
  service.sandbox.clock.set(new Date(second.getTime() + 1000))
  await fireSlots(service, on24ClientId, first, second)
  const later = await endOf(second)
  const earlier = await endOf(first)
  expect(earlier).toMatchObject({ windowFrom: before.cursorAt, outcome: 'complete' })
  expect(later).toMatchObject({ windowFrom: first, outcome: 'complete' })
  const times = async (workflowId: string) => {
    const { startTime, closeTime } = await service.client.workflow.getHandle(workflowId).describe()
    return { startTime, closeTime: closeTime ?? expect.fail('still open') }
  }
  const ended = (await times(earlier.workflowId)).closeTime
  expect((await times(later.workflowId)).startTime.getTime()).toBeGreaterThanOrEqual(
    ended.getTime(),
  )
})

test('ensuring a Schedule again keeps it as it is, also paused', async () => {
  const handle = service.client.schedule.getHandle(syncScheduleId(on24ClientId))
  const before = await handle.describe()
  await handle.pause('A reason')
  onTestFinished(() => handle.unpause())
  // A changed pause flag becomes visible after a moment.
  await expect.poll(() => service.schedules.readPause(on24ClientId)).toEqual({ reason: 'A reason' })
  await service.schedules.ensure(on24ClientId)
  const after = await handle.describe()
  expect(after.info.createdAt).toEqual(before.info.createdAt)
  expect(after.state).toMatchObject({ paused: true, note: 'A reason' })
  expect(await service.schedules.readPause(on24ClientId)).not.toBeNull()
})

test('the controller is open under its id from linking on, and outlives a relink', async () => {
  const id = await linkedAccount(2)
  const handle = service.client.workflow.getHandle(controllerId(id))
  const before = await handle.describe()
  expect(before).toMatchObject({ workflowId: `account/${id}`, status: { name: 'RUNNING' } })
  expect(before.type).toBe('account')
  expect(await attributesOf(handle)).toMatchObject({ On24ClientId: id, AccountState: 'active' })

  await service.link(id)
  const runs = await endOfRun(service, id, ({ trigger }) => trigger === 'sync')
  expect(runs.outcome).toBe('complete')
  expect((await handle.describe()).runId).toBe(before.runId)
})
