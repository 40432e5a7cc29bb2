import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Webinar } from '../../../src/contracts/webinar.ts'
import { saveWebinars } from '../../../src/store/webinars/discovered-webinars.ts'
import { openWebinars } from '../../../src/store/webinars/open-webinars.ts'
import { updateWebinar } from '../../../src/store/webinars/webinars.ts'
import {
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())

const EVENT: Webinar = {
  eventId: '1',
  on24ClientId: '1',
  title: null,
  contentType: 'webcast',
  isTestEvent: false,
  isActive: true,
  goodAfter: null,
  liveStart: null,
  liveEnd: null,
  lastUpdated: '2099-01-01T00:00:00.000Z',
}

test('an event with lastupdated in 2099 settles like any other', async () => {
  const { store } = fixture
  const at = fixture.now()
  const later = new Date(at.getTime() + 3 * DAY_MS)
  await storeAccount(store, '1', { createdAt: at })
  await saveWebinars(store, '1', [EVENT], at)
  await updateWebinar(store, '1', '1', { lastReadStartedAt: at })
  const soon = new Date(at.getTime() + HOUR_MS)
  expect(await openWebinars(store, '1', ['webcast'], soon)).toEqual(['1'])
  await saveWebinars(store, '1', [EVENT], later)
  await updateWebinar(store, '1', '1', { lastReadStartedAt: later })
  await saveWebinars(store, '1', [EVENT], later)
  expect(await openWebinars(store, '1', ['webcast'], later)).toEqual([])
})

test('a person with time stamps in 2099 does not keep a webinar open', async () => {
  const account = await fixture.nextAccount()
  const webinar = account.webinar(0)
  const person = {
    eventuserid: 7,
    email: 'ada@example.com',
    createtimestamp: '2099-01-01T00:00:00Z',
  }
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    times: Infinity,
    effect: {
      answer: {
        status: 200,
        body: JSON.stringify({ eventid: webinar, totalregistrants: 1, registrants: [person] }),
      },
    },
  })
  expect(await account.run()).toMatchObject({ ledger: { created: 1 } })
  fixture.sandbox.clock.advance(5 * DAY_MS)
  await account.run()
  fixture.sandbox.clock.advance(6 * HOUR_MS)
  expect(await account.readsOfNextRun()).toBe(0)
})

test('attendees of a webinar whose start was later moved into the future are written as Attended', async () => {
  const account = await fixture.nextAccount()
  const { world, clock } = fixture.sandbox
  const webinar = world.addWebinar(account.on24ClientId, {
    liveStartAt: new Date(clock.now().getTime() - HOUR_MS),
  })
  const [person] = world.registerMany(webinar, 2, new Date(clock.now().getTime() - HOUR_MS))
  world.attend(person ?? 0, { minutes: 20, at: new Date(clock.now().getTime() - HOUR_MS / 2) })
  const inAWeek = clock.now().getTime() + 7 * DAY_MS
  world.editWebinar(webinar, { liveStartAt: inAWeek, liveEndAt: inAWeek + HOUR_MS })

  await account.run()
  // ON24 shows new attendees in its lists up to a day late.
  fixture.sandbox.clock.advance(25 * HOUR_MS)
  await account.run()
  const statuses = account.list().rows.map(({ cells }) => cells['Status'])
  expect(statuses.toSorted()).toEqual(['Attended', 'Registered'])
})
