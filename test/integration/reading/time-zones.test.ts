import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { changeAccount } from '../../../src/accounts/change-account.ts'
import { getWebinar } from '../../../src/store/webinars/webinars.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const DAY_MS = 24 * 3_600_000
const KOLKATA = 'Asia/Kolkata'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

async function chooseZone({ on24ClientId }: FixtureAccount, timeZone: string): Promise<void> {
  const { signal } = new AbortController()
  await changeAccount(fixture, on24ClientId, { timeZone }, signal, () => Promise.resolve())
}

/** The registration times in the zone's local time, in order. */
function registeredIn({ on24ClientId }: FixtureAccount, timeZone: string): string[] {
  return fixture.sandbox.world
    .truth(on24ClientId)
    .flatMap(({ registrants }) => registrants)
    .map(({ createtimestamp }) =>
      new Date(createtimestamp ?? '').toLocaleString('sv-SE', { timeZone }),
    )
    .toSorted()
}

function writtenTimes(account: FixtureAccount): string[] {
  const { rows } = account.list()
  return rows.map(({ cells }) => cells['Registration Date/Time'] ?? '').toSorted()
}

test('a time zone chosen before a list is created applies to it, also to rows that wait and are not read again', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  fixture.sandbox.clock.advance(5 * DAY_MS)
  await account.run()
  await chooseZone(account, KOLKATA)
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 3, created: 3 } })
  expect(writtenTimes(account)).toEqual(registeredIn(account, KOLKATA))
})

test('so does a time zone chosen while a run reads the list’s people', async () => {
  const account = await fixture.nextAccount()
  const webinar = account.webinar(6)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    effect: { beforeAnswer: () => chooseZone(account, KOLKATA) },
  })
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 6, created: 6 } })
  expect(writtenTimes(account)).toEqual(registeredIn(account, KOLKATA))
  const stored = await getWebinar(fixture.store, account.on24ClientId, String(webinar))
  expect(stored.listTimeZone).toBe(KOLKATA)
})

test('an existing list keeps its time zone when another one is chosen', async () => {
  const account = await fixture.nextAccount()
  const webinar = account.webinar(2)
  await account.run()
  await chooseZone(account, KOLKATA)
  fixture.sandbox.world.registerMany(webinar, 2)
  expect(await account.run()).toMatchObject({ ledger: { created: 2, unchanged: 2 } })
  expect(writtenTimes(account)).toEqual(registeredIn(account, account.actOn.timeZone))
})

test.each([
  ['without an offset is Pacific time', '2026-06-15T10:00:00', '2026-06-15T17:00:00Z'],
  ['with one is what it says', '2026-06-15T10:00:00-08:00', '2026-06-15T18:00:00Z'],
  ['that is an epoch in digits is none', '1718000000000', null],
  ['of zeros is none', '0000-00-00T00:00:00', null],
])('a registration stamp %s: its person is written', async (_how, stamp, instant) => {
  const account = await fixture.nextAccount()
  const webinar = account.webinar(0)
  const person = { eventuserid: 7, email: 'ada@example.com', createtimestamp: stamp }
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    effect: {
      answer: {
        status: 200,
        body: JSON.stringify({ eventid: webinar, totalregistrants: 1, registrants: [person] }),
      },
    },
  })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  const { timeZone } = account.actOn
  const expected = instant && new Date(instant).toLocaleString('sv-SE', { timeZone })
  expect(writtenTimes(account)).toEqual([expected ?? ''])
})
