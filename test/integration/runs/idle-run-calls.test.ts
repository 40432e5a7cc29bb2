import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import type { Run } from '../../../src/store/runs/runs.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'

const DAY_MS = 24 * 3_600_000
const NOW = '2026-06-15T07:00:00Z'
const fromNow = (days: number) => new Date(Date.parse(NOW) + days * DAY_MS)

let service: ServiceFixture
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    clock: stillClock(NOW),
    world: {
      accounts: [
        { webinars: [{ liveStartAt: fromNow(-60), people: 6 }] },
        { webinars: [{ liveStartAt: fromNow(30) }] },
      ],
    },
  })
})
afterAll(() => service.close())

function accountNumber(index: number) {
  return service.sandbox.world.accounts[index] ?? expect.fail('no account')
}

/** Endpoints that were called during `work`, in alphabetical order. */
async function callsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const { ledger } = service.sandbox
  ledger.clear()
  await work()
  return ledger
    .calls()
    .map(({ vendor, endpoint }) => `${vendor} ${endpoint}`)
    .toSorted()
}

/** Linking may trigger one more run than the first, which then follows it. */
async function noRunFollows(on24ClientId: string): Promise<void> {
  const schedule = service.client.schedule.getHandle(syncScheduleId(on24ClientId))
  const isQuiet = async () => {
    const { info } = (await schedule.describe()).raw
    return (info?.runningWorkflows ?? []).length === 0 && Number(info?.bufferSize ?? 0) === 0
  }
  await expect.poll(isQuiet, { timeout: 30_000 }).toBe(true)
}

async function activitiesOf(run: Run): Promise<string[]> {
  const { events } = await service.client.workflow
    .getHandle(run.workflowId, run.runId)
    .fetchHistory()
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled ? [scheduled.activityType?.name ?? ''] : [],
  )
}

test('a run of an idle account makes four discovery calls, no Act-On call and is one activity', async () => {
  const { on24ClientId } = accountNumber(0)
  await service.link(on24ClientId)
  const first = await endOfFirstRun(service, on24ClientId)
  expect(first).toMatchObject({ outcome: 'complete', webinarsOf: 1, ledger: { created: 6 } })
  expect((await activitiesOf(first)).length).toBeGreaterThan(2)
  await noRunFollows(on24ClientId)

  let idle: Run | undefined
  const calls = await callsDuring(async () => {
    idle = await runSlotAfter(service, on24ClientId, 10 * 24)
  })
  expect(idle).toMatchObject({ outcome: 'complete', webinarsOf: 0, ledger: { read: 0 } })
  expect(idle).toMatchObject({ callsOn24: 4, callsActOn: 0 })
  expect(calls).toEqual([
    'on24 clientAttendees',
    'on24 clientRegistrants',
    'on24 clientRegistrants',
    'on24 events',
  ])
  expect(await activitiesOf(idle ?? expect.fail())).toEqual(['beginRun'])
})

test('an open webinar without changes is read again, without a call to Act-On', async () => {
  const { on24ClientId } = accountNumber(1)
  const [webinar] = service.sandbox.world.webinarsUnder(on24ClientId)
  service.sandbox.world.registerMany(webinar?.eventId ?? expect.fail('no webinar'), 6)
  await service.link(on24ClientId)
  const first = await endOfFirstRun(service, on24ClientId)
  expect(first).toMatchObject({ outcome: 'complete', ledger: { created: 6 } })
  await noRunFollows(on24ClientId)

  let unchanged: Run | undefined
  const calls = await callsDuring(async () => {
    unchanged = await runSlotAfter(service, on24ClientId, 6)
  })
  expect(unchanged).toMatchObject({
    outcome: 'complete',
    webinarsRead: 1,
    callsActOn: 0,
    ledger: { read: 6, unchanged: 6 },
  })
  expect(calls.filter((call) => call.startsWith('actOn'))).toEqual([])
  expect(calls).toContain('on24 eventRegistrants')
})
