/** Act-On refuses the calls of a backfill, while no six-hourly run is at work that would tell the controller. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { controllerId } from '../../../src/contracts/temporal-names.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, endOfRun } from '../../support/temporal/slot-runs.ts'

const SOON = { timeout: 60_000, interval: 100 }
/** Only a backfill finds it. */
const OLD = [{ liveStartAt: new Date('2025-09-15T18:00:00Z'), people: 3 }]

let service: ServiceFixture
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    world: { accounts: [{ webinars: OLD }] },
    clock: { startAt: new Date('2026-06-15T07:00:00Z') },
    eventListsPerMinute: 60_000,
    timing: { quotaProbeSeconds: 1, rateLimitWaitMs: 20, rateLimitPatienceMs: 200 },
  })
})
afterAll(() => service.close())

test('the controller probes Act-On all the same, and the account goes on once it accepts calls', async () => {
  const { store, sandbox } = service
  const { on24ClientId, actOn } = sandbox.world.accounts[0] ?? expect.fail('no account')
  await service.link(on24ClientId)
  await endOfFirstRun(service, on24ClientId)
  // Its first look at the link would also tell the controller that the account waits.
  const controller = service.client.workflow.getHandle(controllerId(on24ClientId))
  const hasLooked = async () =>
    (await controller.fetchHistory()).events?.some(
      ({ activityTaskCompletedEventAttributes: end }) => Boolean(end),
    )
  await expect.poll(hasLooked, SOON).toBe(true)
  const withdraw = sandbox.faults.add({
    ...{ vendor: 'actOn', account: actOn.accountId, times: Number.POSITIVE_INFINITY },
    effect: { answer: { status: 429, body: '{"httpCode":"429","httpMessage":"Too Many"}' } },
  })
  const range = { from: '2025-01-01', to: '2025-12-31', dryRun: false }
  await service.backfills.start(on24ClientId, range)
  const isBlocked = async () => (await getAccount(store, on24ClientId)).quotaBlocked
  await expect.poll(isBlocked, SOON).toBe(true)
  withdraw()
  await expect.poll(isBlocked, SOON).toBe(false)
  await endOfRun(service, on24ClientId, ({ trigger }) => trigger === 'sync')
})
