import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
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
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** A past webinar with this many registrants that was read and has settled. */
async function settledWebinar(account: FixtureAccount, registrants: number) {
  const { world, clock } = fixture.sandbox
  const eventId = account.webinar(0)
  const people = world.registerMany(eventId, registrants)
  await account.run()
  clock.advance(10 * DAY_MS)
  await account.run()
  clock.advance(DAY_MS)
  const idle = await account.run()
  expect(await getRun(fixture.store, idle.runKey)).toMatchObject({ webinarsOf: 0, callsOn24: 4 })
  clock.advance(6 * HOUR_MS)
  return { eventId, people }
}

function addresses(account: FixtureAccount): string[] {
  return account.list().rows.map(({ cells }) => cells['Email Address'] ?? '')
}

async function webinarsOf(runKey: string): Promise<number> {
  return (await getRun(fixture.store, runKey)).webinarsOf
}

test('a person forgotten in a settled webinar is removed, although the row has no time stamp', async () => {
  const account = await fixture.nextAccount()
  const { people } = await settledWebinar(account, 3)
  fixture.sandbox.world.forget(people[0] ?? 0)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
  expect(addresses(account)).toHaveLength(2)
})

test('an address changed in a settled webinar is delivered, although no row shows activity', async () => {
  const account = await fixture.nextAccount()
  const { people } = await settledWebinar(account, 3)
  fixture.sandbox.world.changeAddress(people[1] ?? 0, 'has.moved@example.com')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 1 } })
  expect(addresses(account)).toContain('has.moved@example.com')
})

test('a webinar opened by a row without a time stamp settles again, and causes no more calls', async () => {
  const account = await fixture.nextAccount()
  const { people } = await settledWebinar(account, 2)
  fixture.sandbox.world.forget(people[0] ?? 0)
  const open: number[] = []
  for (let halfDay = 0; halfDay < 14; halfDay += 1) {
    const { runKey } = await account.run()
    open.push(await webinarsOf(runKey))
    fixture.sandbox.clock.advance(12 * HOUR_MS)
  }
  // The row stays in the discovery window for two days, and the webinar stays open for two more.
  const lastOpen = open.lastIndexOf(1)
  expect(lastOpen).toBeGreaterThan(4)
  expect(lastOpen).toBeLessThan(11)
  expect(open.slice(0, lastOpen)).not.toContain(0)
})

test('a row with a time stamp in the range opens its webinar for the time that follows from it', async () => {
  const account = await fixture.nextAccount()
  const { eventId } = await settledWebinar(account, 2)
  fixture.sandbox.world.registerMany(eventId, 1)
  const open: number[] = []
  for (let halfDay = 0; halfDay < 7; halfDay += 1) {
    fixture.sandbox.clock.advance(12 * HOUR_MS)
    const { runKey } = await account.run()
    open.push(await webinarsOf(runKey))
  }
  expect(open).toEqual([1, 1, 1, 1, 0, 0, 0])
})

test('unreadable rows are counted and skipped; all other rows are processed', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const eventId = account.webinar(2)
  const createtimestamp = fixture.now().toISOString()
  const rows = [
    { eventid: eventId, createtimestamp },
    { eventid: { id: 1 }, eventuserid: [2], createtimestamp },
    null,
    'row',
    { eventid: eventId, eventuserid: 77, createtimestamp },
  ]
  const event = { eventid: [], description: 'Which?' }
  const answers = {
    events: { totalevents: 1, pagecount: 1, events: [event] },
    clientAttendees: { totalattendees: 5, pagecount: 1, attendees: rows.slice(0, 2) },
    clientRegistrants: { totalregistrants: 5, pagecount: 1, registrants: rows },
  }
  for (const [endpoint, body] of Object.entries(answers)) {
    const answer = { status: 200, body: JSON.stringify(body) }
    const { on24ClientId } = account
    fixture.sandbox.faults.add({
      vendor: 'on24',
      account: on24ClientId,
      endpoint,
      effect: { answer },
    })
  }
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', failure: null, ledger: { created: 2 } })
  expect(await getRun(fixture.store, ended.runKey)).toMatchObject({ unreadableRows: 1 + 2 + 4 })
  const shown = await fixture.metrics.registry.metrics()
  expect(shown).toMatch(/on24_act_on_unreadable_rows_total \d+/)
})

test('an invalid page count hides no page', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const { world } = fixture.sandbox
  const eventIds = [account.webinar(1), account.webinar(1)]
  const pages = eventIds.map((eventid, offset) => ({
    registrants: Array.from({ length: offset === 0 ? 100 : 1 }, (_, index) => ({
      eventid,
      eventuserid: 1000 * offset + index,
    })),
  }))
  for (const skip of [0, 1]) {
    const answer = { status: 200, body: JSON.stringify(pages[skip]) }
    const fault = { vendor: 'on24', account: account.on24ClientId, endpoint: 'clientRegistrants' }
    fixture.sandbox.faults.add({ ...fault, vendor: 'on24', skip, effect: { answer } })
  }
  for (const eventId of eventIds) world.setActive(eventId, true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  const known = await fixture.store
    .selectFrom('webinar')
    .select('eventId')
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()
  expect(known.map(({ eventId }) => eventId).toSorted()).toEqual(eventIds.map(String).toSorted())
})
