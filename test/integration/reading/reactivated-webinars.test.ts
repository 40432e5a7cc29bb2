import { afterAll, beforeAll, expect, test } from 'vitest'
import { getRun } from '../../../src/store/runs/runs.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ env: { ON24_CALLS_PER_MINUTE: '6000' } })
  fixture.sandbox.on24.knobs.idleDays = Infinity
})
afterAll(() => fixture.close())

/** A webinar with three registrants that was inactive when a run first discovered it. */
async function inactiveWebinar(account: FixtureAccount) {
  const { world, clock } = fixture.sandbox
  const eventId = account.webinar(0)
  const people = world.registerMany(eventId, 3)
  world.setActive(eventId, false)
  clock.advance(6 * HOUR_MS)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { read: 0 } })
  clock.advance(6 * HOUR_MS)
  return { eventId, people }
}

function lookUps({ on24ClientId }: FixtureAccount): number {
  return fixture.sandbox.ledger.count({ account: on24ClientId, endpoint: 'event' })
}

async function runsFor(account: FixtureAccount, days: number): Promise<void> {
  for (let halfDay = 0; halfDay < 2 * days; halfDay += 1) {
    fixture.sandbox.clock.advance(12 * HOUR_MS)
    expect(await account.run()).toMatchObject({ outcome: 'complete', failure: null })
  }
}

test('a webinar found inactive gets its list once people are active in it', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const { eventId, people } = await inactiveWebinar(account)
  const { world } = fixture.sandbox
  await runsFor(account, 5)
  // Discovery sees only the address change, which is made through the API and updates no date of the event.
  world.setActive(eventId, true)
  world.changeAddress(people[0] ?? 0, 'has.moved@example.com')
  fixture.sandbox.clock.advance(HOUR_MS)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('a reactivated webinar without recent activity gets its list, too', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const { eventId } = await inactiveWebinar(account)
  await runsFor(account, 5)
  fixture.sandbox.world.setActive(eventId, true)
  await runsFor(account, 5)
  expect(account.list().rows).toHaveLength(3)
})

test('a webinar read before it turned inactive is read completely when it is active again', async () => {
  const account = await fixture.nextAccount()
  const { world, clock } = fixture.sandbox
  const eventId = account.webinar(2)
  await account.run()
  clock.advance(20 * DAY_MS)
  await account.run()
  world.setActive(eventId, false)
  const [late] = world.registerMany(eventId, 1)
  await runsFor(account, 5)
  expect(account.list().rows).toHaveLength(2)
  clock.advance(10 * DAY_MS)
  world.setActive(eventId, true)
  await runsFor(account, 6)
  expect(late).toBeDefined()
  expect(account.list().rows).toHaveLength(3)
})

test('inactive webinars are checked at growing intervals', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  await inactiveWebinar(account)
  const before = lookUps(account)
  for (let day = 0; day < 17; day += 1) {
    fixture.sandbox.clock.advance(DAY_MS)
    expect(await account.run()).toMatchObject({ outcome: 'complete' })
  }
  expect(lookUps(account) - before).toBeGreaterThan(0)
  expect(lookUps(account) - before).toBeLessThanOrEqual(3)
  fixture.sandbox.clock.advance(6 * HOUR_MS)
  const { runKey } = await account.run()
  expect(await getRun(fixture.store, runKey)).toMatchObject({ callsOn24: 4 })
})

test('an event that is gone, or another client’s, is looked up once and never again', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const answer = {
    status: 200,
    body: JSON.stringify({ registrants: [{ eventid: 987_654_321, eventuserid: 1 }] }),
  }
  const { on24ClientId } = account
  const endpoint = 'clientRegistrants'
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: on24ClientId,
    endpoint,
    times: Infinity,
    effect: { answer },
  })
  await runsFor(account, 4)
  expect(lookUps(account)).toBe(1)
  fixture.sandbox.faults.clear()
})
