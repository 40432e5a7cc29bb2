import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

function on24Calls(account: FixtureAccount, endpoint?: string): number {
  const filter = { vendor: 'on24', account: account.on24ClientId } as const
  return fixture.sandbox.ledger.count(endpoint === undefined ? filter : { ...filter, endpoint })
}

const QUOTA_TEXT = '{"message":"You reached the maximum number of calls for this endpoint"}'

test.each([
  ['403 with the quota text', 'events', { status: 403, body: QUOTA_TEXT }],
  ['403 with the quota text', 'clientRegistrants', { status: 403, body: QUOTA_TEXT }],
  ['429', 'clientAttendees', { status: 429, headers: { 'retry-after': '2' } }],
  ['403 with the quota text', 'eventRegistrants', { status: 403, body: QUOTA_TEXT }],
])(
  'ON24 quota as %s at %s: the run waits and continues, without an outage',
  async (_how, endpoint, answer) => {
    const account = await fixture.nextAccount()
    account.webinar(2)
    account.webinar(3)
    const { on24ClientId } = account
    fixture.sandbox.faults.add({
      vendor: 'on24',
      account: on24ClientId,
      endpoint,
      skip: endpoint === 'eventRegistrants' ? 1 : 0,
      times: 2,
      effect: { answer },
    })
    const ended = await account.run()
    expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 5, created: 5 } })
    // Both questions about registrants are refused at once.
    expect(ended.retried).toHaveLength(endpoint === 'clientRegistrants' ? 1 : 2)
    for (const failure of ended.retried) {
      expect(failure).toMatchObject({ type: 'On24QuotaReached', category: 'BENIGN' })
    }
    const [first] = ended.retried.map(({ nextRetryDelay }) => Number(nextRetryDelay))
    if (answer.status === 429) expect(first).toBeGreaterThanOrEqual(2_000)
    expect(await getAccount(fixture.store, on24ClientId)).toMatchObject({ failingSince: null })
    // Progress is kept: the webinar that was read before the quota was reached is not read again.
    if (endpoint === 'eventRegistrants') expect(on24Calls(account, 'eventRegistrants')).toBe(4)
  },
)

test.each([
  ['the token pair is refused', 'On24CredentialsRefused', 'refuses the access token pair'],
  ['the client is inactive', 'On24ClientInactive', 'inactive'],
  ['a permission is missing', 'On24PermissionDenied', 'does not let this access token'],
] as const)(
  'when %s the account fails with each question asked once, then with one call a slot, and recovers',
  async (how, type, words) => {
    const account = await fixture.nextAccount()
    const { on24ClientId } = account
    account.webinar(2)
    const { access } = fixture.sandbox.on24
    if (how === 'the token pair is refused') access.disableToken(on24ClientId)
    if (how === 'the client is inactive') access.setAccess(on24ClientId, 'inactive')
    if (how === 'a permission is missing') access.setAccess(on24ClientId, 'noPermission')
    const ended = await account.run()
    expect(ended).toMatchObject({
      outcome: 'failed',
      failure: { type, nonRetryable: true },
      retried: [],
    })
    expect(ended.failure?.message).toContain(words)
    expect(on24Calls(account)).toBe(4)
    await account.run()
    expect(on24Calls(account)).toBe(5)
    const { failingReason } = await getAccount(fixture.store, on24ClientId)
    expect(failingReason).toBe(ended.failure?.message)

    access.enableToken(on24ClientId)
    access.setAccess(on24ClientId, 'open')
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
    expect(await getAccount(fixture.store, on24ClientId)).toMatchObject({ failingReason: null })
  },
)

test('access that ends between discovery and reading fails the run; the next one delivers all', async () => {
  const account = await fixture.nextAccount()
  account.webinar(2)
  account.webinar(3)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    skip: 1,
    effect: { answer: { status: 401, body: '{"message":"AccessTokenKey and AccessTokenSecret"}' } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'failed', ledger: { read: 2, pending: 2 } })
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { read: 5, created: 5 },
  })
})

test('an unknown 403 is retried a few times, and then counts as a refusal', async () => {
  const account = await fixture.nextAccount()
  const answer = { status: 403, body: '<html>Forbidden</html>', contentType: 'text/html' }
  const withdraw = fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    times: Infinity,
    effect: { answer },
  })
  expect(await account.run()).toMatchObject({
    outcome: 'failed',
    failure: { type: 'On24PermissionDenied' },
    retried: { length: 3 },
  })
  // All four questions are asked once, and then one of them three times more.
  expect(on24Calls(account)).toBe(7)
  withdraw()
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
})

test.each(['inactive', 'gone'] as const)(
  'a webinar that is %s when it is read is skipped; the others are read',
  async (end) => {
    const account = await fixture.nextAccount()
    const eventId = account.webinar(2)
    account.webinar(3)
    const { world, faults } = fixture.sandbox
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 5 } })
    world.registerMany(eventId, 2)
    const texts = {
      inactive: { status: 403, body: `{"message":"The event ${String(eventId)} is inactive."}` },
      gone: { status: 404, body: `{"message":"The event ${String(eventId)} doesn't exist."}` },
    }
    faults.add({
      vendor: 'on24',
      account: account.on24ClientId,
      endpoint: 'eventRegistrants',
      effect: { answer: texts[end] },
    })
    const ended = await account.run()
    expect(ended).toMatchObject({
      outcome: 'complete',
      ledger: { read: 3, unchanged: 3 },
      failure: null,
      retried: [],
    })
    const webinars = await fixture.store
      .selectFrom('runWebinar')
      .select(['eventId', 'readState'])
      .where('runKey', '=', ended.runKey)
      .orderBy('eventId')
      .execute()
    expect(webinars.map(({ readState }) => readState)).toEqual(['skipped', 'read'])
  },
)

test('a webinar that turns active again is read again', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(2)
  await account.run()
  const { world } = fixture.sandbox
  world.setActive(eventId, false)
  world.registerMany(eventId, 2)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 0 } })
  world.setActive(eventId, true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
})
