import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 60 * 60 * 1000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ env: { ON24_CALLS_PER_MINUTE: '6000' } })
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

async function cursorOf({ on24ClientId }: FixtureAccount): Promise<Date | null> {
  return (await getAccount(fixture.store, on24ClientId)).cursorAt
}

const DENIED = '{"message":"You do not have permission to perform the requested operation."}'
const FAILURES = [
  ['is away', { status: 503 }, 'On24Unavailable'],
  ['answers in an unknown way', { status: 200, body: '{"rows":[]}' }, 'On24UnexpectedResponse'],
  ['refuses the question', { status: 400, body: '{}' }, 'On24RequestRefused'],
  ['is not permitted', { status: 403, body: DENIED }, 'On24PermissionDenied'],
] as const

test.each(FAILURES)(
  'an event list that %s stops no open webinar, and the run reports why; no row is lost',
  async (_, answer, type) => {
    const account = await fixture.nextAccount()
    const { world, clock, faults } = fixture.sandbox
    const eventId = account.webinar(2)
    await account.run()
    const before = await cursorOf(account)
    clock.advance(6 * HOUR_MS)
    world.registerMany(eventId, 3)
    const another = account.webinar(1)
    faults.add({
      vendor: 'on24',
      account: account.on24ClientId,
      endpoint: 'clientAttendees',
      times: Infinity,
      effect: { answer },
    })
    const ended = await account.run()
    expect(ended).toMatchObject({ outcome: 'failed', ledger: { read: 6, created: 4 } })
    expect(ended.failure).toMatchObject({ type })
    expect(await getAccount(fixture.store, account.on24ClientId)).toMatchObject({
      failingReason: ended.failure?.message,
    })
    expect(await cursorOf(account)).toEqual(before)
    // The other discovery calls were still made: rows of registrants name the new webinar.
    expect(account.lists().map(({ name }) => /\((\d+)\)$/.exec(name)?.[1])).toContain(
      String(another),
    )

    faults.clear()
    expect(await account.run()).toMatchObject({ outcome: 'complete', failure: null })
    expect(await cursorOf(account)).not.toEqual(before)
  },
)

test('discovery is repeated in the same run when ON24 recovers while open webinars are read', async () => {
  const account = await fixture.nextAccount()
  const { clock, faults } = fixture.sandbox
  account.webinar(2)
  await account.run()
  clock.advance(6 * HOUR_MS)
  account.webinar(5)
  faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: /^(events|clientRegistrants)$/,
    times: 8,
    effect: { answer: { status: 503 } },
  })
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', failure: null, ledger: { read: 7 } })
})

test('a webinar with waiting rows only is read when a later answer in the run names it', async () => {
  const account = await fixture.nextAccount()
  const { world, clock, faults, actOn } = fixture.sandbox
  const waiting = account.webinar(2)
  actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  clock.advance(20 * 24 * HOUR_MS)
  await account.run()
  actOn.user.enableApi(account.actOn.accountId)
  clock.advance(6 * HOUR_MS)
  world.registerMany(waiting, 1)
  faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: /^(events|client)/,
    times: 7,
    effect: { answer: { status: 503 } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'complete', failure: null })
  expect(account.list().rows).toHaveLength(3)
})

test('an event that a list returns after all need not be looked up', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const { clock, faults } = fixture.sandbox
  const { on24ClientId } = account
  clock.advance(6 * HOUR_MS)
  account.webinar(2)
  const page = { status: 200, body: '<h1>Sorry</h1>', contentType: 'text/html' }
  const effect = { answer: page }
  // People's rows name the event, and in a later attempt its list is answered.
  faults.add({ vendor: 'on24', account: on24ClientId, endpoint: 'events', effect })
  faults.add({ vendor: 'on24', account: on24ClientId, endpoint: 'event', times: Infinity, effect })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  expect(await troublesOfAccount(fixture.store, on24ClientId)).toEqual([])
})

test('an event that cannot be looked up blocks no other, and is looked up by the next run', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const { clock, faults } = fixture.sandbox
  clock.advance(HOUR_MS)
  account.webinar(2)
  account.webinar(3)
  const { on24ClientId } = account
  const events = { status: 200, body: '{"totalevents":0}' }
  faults.add({
    vendor: 'on24',
    account: on24ClientId,
    endpoint: 'events',
    effect: { answer: events },
  })
  faults.add({
    vendor: 'on24',
    account: on24ClientId,
    endpoint: 'event',
    effect: { answer: { status: 418 } },
  })
  const before = await cursorOf(account)
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { created: 3 } })
  expect(await troublesOfAccount(fixture.store, on24ClientId)).toMatchObject([
    { kind: 'webinarUnreadable', eventId: null, rows: 0 },
  ])
  expect(await cursorOf(account)).not.toEqual(before)
  clock.advance(20 * 24 * HOUR_MS)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
})
