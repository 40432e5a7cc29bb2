import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { backfillLease } from '../../../src/store/leases/lease-names.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { takeLease } from '../../../src/store/leases/leases.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 60 * 60 * 1000
const TOO_MANY = {
  answer: { status: 429, body: '{"httpCode":"429","httpMessage":"Too Many Requests"}' },
}

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(async () => {
  await fixture.close()
})
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** Answers every call of the account with 429 until the returned function is called. */
function refuseAll(account: FixtureAccount, times = Infinity): () => void {
  const { accountId } = account.actOn
  return fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: accountId,
    times,
    effect: TOO_MANY,
  })
}

function actOnCalls(account: FixtureAccount): number {
  return fixture.sandbox.ledger.count({ account: account.actOn.accountId })
}

test('a short 429 is waited out without a failure or a state', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  // The fixture's patience of 0.4 s begins with the first refusal: a second one may come too late on a busy machine.
  refuseAll(account, 1)
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { created: 3 }, retried: [] })
  expect(await getAccount(fixture.store, account.on24ClientId)).toMatchObject({ quotaSince: null })
})

const MOST_CALLS = 100

test.each([
  ['createList', 3, 429],
  ['upsertContact', 3, 429],
  ['merge', 9, 429],
  ['merge', 9, 200],
  ['jobStatus', 9, 200],
])(
  'too many calls of %s alone, while others go through, end in waiting for quota: %i rows, HTTP %i',
  async (endpoint, rows, status) => {
    const account = await fixture.nextAccount()
    const eventId = account.webinar(1)
    expect(await account.run()).toMatchObject({ outcome: 'complete' })
    // A bulk upload to an existing list first reads the headings, so that calls between the refused ones succeed.
    if (endpoint === 'createList') account.webinar(rows)
    else fixture.sandbox.world.registerMany(eventId, rows)
    const before = actOnCalls(account)
    fixture.sandbox.faults.add({
      vendor: 'actOn',
      account: account.actOn.accountId,
      endpoint,
      times: Infinity,
      effect: { answer: { ...TOO_MANY.answer, status } },
    })
    expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota', failure: null })
    expect(actOnCalls(account) - before).toBeLessThan(MOST_CALLS)
    fixture.sandbox.faults.clear()
    expect(await account.probe()).toBe(true)
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { pending: 0 } })
  },
)

test('429 for too long: reads are kept, later runs only read, and a probe starts the delivery', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(3)
  const withdraw = refuseAll(account)
  expect(await account.run()).toMatchObject({
    outcome: 'waitingForQuota',
    ledger: { read: 3, pending: 3 },
    failure: null,
    retried: [],
  })

  fixture.sandbox.world.register(eventId)
  const before = actOnCalls(account)
  expect(await account.run()).toMatchObject({
    outcome: 'waitingForQuota',
    ledger: { read: 4, pending: 4 },
  })
  expect(actOnCalls(account)).toBe(before)

  expect(await account.probe()).toBe(false)
  expect(actOnCalls(account)).toBe(before + 1)
  const startedBefore = runsStarted(account)

  withdraw()
  expect(await account.probe()).toBe(true)
  expect(runsStarted(account)).toBe(startedBefore + 1)
  const between = await getAccount(fixture.store, account.on24ClientId)
  expect(between.quotaSince).not.toBeNull()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 4 } })
  expect(await getAccount(fixture.store, account.on24ClientId)).toMatchObject({ quotaSince: null })
})

test('a sync requested while the account waits for quota probes Act-On at once', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  const withdraw = refuseAll(account)
  expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota' })
  const stateOf = () => getAccount(fixture.store, account.on24ClientId)
  const nextProbeMs = async () => Number((await stateOf()).nextProbeAt) - fixture.now().getTime()
  expect(await nextProbeMs()).toBeLessThanOrEqual(HOUR_MS)
  const [before, runs] = [actOnCalls(account), runsStarted(account)]
  fixture.sandbox.clock.advance(HOUR_MS / 2)
  expect(await account.syncNow()).toMatch(/still accepts no calls/)
  expect(actOnCalls(account)).toBe(before + 1)
  expect(runsStarted(account)).toBe(runs + 1)
  expect(await nextProbeMs()).toBeGreaterThan(HOUR_MS * 0.9)
  withdraw()
  expect(await account.syncNow()).toMatch(/accepts calls again/)
  expect(await stateOf()).toMatchObject({ quotaBlocked: false })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(await stateOf()).toMatchObject({ state: 'active', nextProbeAt: null })
})

function runsStarted({ on24ClientId }: FixtureAccount): number {
  return fixture.asked.filter((what) => what === `trigger ${on24ClientId}`).length
}

test('an unreadable webinar prevents neither the next probe nor the end of the wait', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  const path = new RegExp(`/event/${String(account.webinar(3))}/`)
  const withdraw = refuseAll(account)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    path,
    times: 4,
    effect: { answer: { status: 418 } },
  })
  const waiting = { outcome: 'waitingForQuota', ledger: { read: 3, pending: 3 }, failure: null }
  expect(await account.run()).toMatchObject(waiting)
  const stateOf = () => getAccount(fixture.store, account.on24ClientId)
  const kinds = async () =>
    (await troublesOfAccount(fixture.store, account.on24ClientId)).map(({ kind }) => kind)
  expect(await kinds()).toEqual(['webinarUnreadable'])

  withdraw()
  expect(await account.probe()).toBe(true)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    path,
    times: 4,
    effect: { answer: { status: 418 } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { pending: 0 } })
  expect(await stateOf()).toMatchObject({
    state: 'active',
    quotaSince: null,
    quotaBlocked: false,
  })
})

test('a run with nothing to deliver does not end the wait of a running backfill', async () => {
  const { store, sandbox } = fixture
  const account = await fixture.nextAccount()
  const { on24ClientId } = account
  account.webinar(3)
  const withdraw = refuseAll(account)
  await account.run()
  // Simulates a backfill that has read the webinar and was then stopped by the quota.
  await takeLease(store, backfillLease(on24ClientId, 'backfill'), 'backfill', HOUR_MS)
  await store
    .updateTable('waitingRow')
    .set({ runKey: 'backfill' })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  sandbox.clock.advance(5 * 24 * HOUR_MS)
  await store
    .updateTable('webinar')
    .set({ lastReadStartedAt: sandbox.clock.now() })
    .where('on24ClientId', '=', on24ClientId)
    .execute()

  const nothing = { ledger: { read: 0, carriedOver: 0, pending: 0 } }
  expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota', ...nothing })
  const blocked = await getAccount(store, on24ClientId)
  expect(blocked).toMatchObject({ state: 'waitingForQuota', quotaBlocked: true })

  withdraw()
  expect(await account.probe()).toBe(true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ...nothing })
  expect(await getAccount(store, on24ClientId)).toMatchObject({ state: 'active' })
  const notices = await store
    .selectFrom('notice')
    .select('kind')
    .where('on24ClientId', '=', on24ClientId)
    .orderBy('seq')
    .execute()
  expect(notices.map(({ kind }) => kind)).toEqual(['waitingForQuota', 'recovered'])
})
