import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 60 * 60 * 1000
const HTML = '<html><h1>Bad gateway</h1></html>'

const OUTAGES: readonly (readonly [string, FaultEffect])[] = [
  ['503', { answer: { status: 503, body: '' } }],
  ['502 in HTML', { answer: { status: 502, body: HTML, contentType: 'text/html' } }],
  ['200 in HTML', { answer: { status: 200, body: HTML, contentType: 'text/html' } }],
  ['a cut connection', { cut: 'before' }],
  ['a lost answer', { cut: 'after' }],
  ['half an answer', { cut: 'midBody' }],
]

let fixture: ActivitiesFixture
beforeAll(async () => {
  // A list whose creation was not confirmed is created again at once. Other tests cover the look-up before that.
  fixture = await openActivitiesFixture({
    env: { ACTON_CREATE_LOOKUP_MINUTES: '0' },
    actOnKnobs: { jobUnpolledMs: 300 },
  })
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

test.each(OUTAGES)(
  '%s at every ON24 endpoint is retried, with a readable cause',
  async (_, effect) => {
    const account = await fixture.nextAccount()
    const { world, clock, faults } = fixture.sandbox
    const eventId = account.webinar(3)
    const [someone] = world.registerMany(eventId, 1)
    clock.advance(25 * HOUR_MS)
    world.attend(someone ?? 0, { minutes: 10 })
    clock.advance(HOUR_MS)
    const names = {
      events: 'events',
      clientAttendees: 'attendees',
      clientRegistrants: 'registrants',
      eventRegistrants: 'eventRegistrants',
      eventAttendees: 'eventAttendees',
    }
    const cause = /^ON24 gave no usable answer \(\w+\)\. \[(\w+)\] No action is needed/
    // In a run for each, because a run asks several at once.
    for (const [endpoint, name] of Object.entries(names)) {
      faults.add({ vendor: 'on24', account: account.on24ClientId, endpoint, effect })
      const ended = await account.run()
      expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 4 } })
      const failedAt = ended.retried.map(({ message }) => cause.exec(message)?.[1])
      expect(failedAt).toEqual([name])
    }
    const statuses = account.list().rows.map(({ cells }) => cells['Status'])
    expect(statuses.toSorted()).toEqual(['Attended', 'Registered', 'Registered', 'Registered'])
  },
)

test.each(OUTAGES)(
  '%s at every Act-On endpoint leaves one list and one row each',
  async (_, effect) => {
    const account = await fixture.nextAccount()
    const { world, clock, faults } = fixture.sandbox
    const eventId = account.webinar(6)
    const moving = world.register(eventId)
    const leaving = world.register(eventId)
    await account.run()
    clock.advance(2 * HOUR_MS)

    world.changeAddress(moving, 'moved.zq7canary@example.com')
    world.forget(leaving)
    world.registerMany(eventId, 6)
    const single = account.webinar(2)
    const { accountId } = account.actOn
    const endpoints = [
      'token',
      'createList',
      'lists',
      'merge',
      'jobStatus',
      'download',
      'upsertContact',
      'updateRecord',
      'deleteRecords',
    ]
    for (const endpoint of endpoints) {
      faults.add({ vendor: 'actOn', account: accountId, endpoint, effect })
    }
    const ended = await account.run()
    const cause = /^Act-On gave no usable answer \([\w ]+\)\. No action is needed/
    expect(ended.retried.filter(({ message }) => !cause.test(message))).toEqual([])
    // A merge job whose id was lost may still be running: moves and removals wait until it has certainly ended.
    clock.advance(HOUR_MS)
    await account.run()
    clock.advance(HOUR_MS)
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { pending: 0 } })

    const [first, second, ...others] = account.lists()
    expect(others).toEqual([])
    expect(addressesOf(first)).toHaveLength(13)
    expect(new Set(addressesOf(first)).size).toBe(13)
    expect(addressesOf(first)).toContain('moved.zq7canary@example.com')
    expect(second?.name).toContain(String(single))
    expect(addressesOf(second)).toHaveLength(2)
    const untouched = endpoints.filter((endpoint) => !wasCalled(account, endpoint))
    // `lists` is not called if the creation was answered or certainly had no effect.
    expect(untouched.filter((endpoint) => endpoint !== 'lists')).toEqual([])
  },
)

function addressesOf(list: ReturnType<FixtureAccount['list']> | undefined): string[] {
  return (list?.rows ?? []).map(({ cells }) => cells['Email Address'] ?? '')
}

function wasCalled(account: FixtureAccount, endpoint: string): boolean {
  return fixture.sandbox.ledger.count({ account: account.actOn.accountId, endpoint }) > 0
}

test('a webinar that ON24 cannot serve does not stop other webinars from being read', async () => {
  const account = await fixture.nextAccount()
  const first = account.webinar(1)
  const later = [account.webinar(2), account.webinar(3)]
  const read = () =>
    fixture.store
      .selectFrom('runWebinar')
      .select('eventId')
      .where('readState', '=', 'read')
      .where('eventId', 'in', [first, ...later].map(String))
      .orderBy('eventId')
      .execute()
  let readBesides: readonly { readonly eventId: string }[] = []
  const { faults } = fixture.sandbox
  const on = {
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
  } as const
  const unavailable = { status: 503, body: '' }
  faults.add({ ...on, effect: { answer: unavailable } })
  faults.add({ ...on, skip: later.length, effect: { answer: unavailable, beforeAnswer: look } })
  function look() {
    void read().then((rows) => (readBesides = rows))
  }
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 6 } })
  expect(ended.retried).toHaveLength(2)
  expect(readBesides.map(({ eventId }) => eventId)).toEqual(later.map(String))
})
