import { afterAll, beforeAll, expect, test } from 'vitest'
import { backfillLease, webinarLease } from '../../../src/store/leases/lease-names.ts'
import { pacificDayOf, plusDays } from '../../../src/on24/pacific-days.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { isLeased, releaseLease, takeLease } from '../../../src/store/leases/leases.ts'
import { getRun } from '../../../src/store/runs/runs.ts'
import { differences } from '../../support/expectation/differences.ts'
import { ExpectedAccount } from '../../support/expectation/expected-account.ts'
import { servedTruth } from '../../support/expectation/served-truth.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

// A six-hourly run that finds a webinar on which a backfill is working leaves it to the backfill, and does the rest.

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
const LEASE_MS = 600_000

let fixture: ActivitiesFixture
beforeAll(async () => {
  // Shorter than the second that a run waits before it tries again to get such a webinar.
  fixture = await openActivitiesFixture({ timing: { backfillPatienceMs: 900 } })
})
afterAll(() => fixture.close())

/** The days of all webinars that an account of the fixture has. */
function around() {
  const today = pacificDayOf(fixture.now())
  return { from: plusDays(today, -4), to: plusDays(today, 4) }
}

/** Starts a backfill, and returns once ON24 holds back its first answer about a webinar's registrants. */
async function heldBackfill(account: FixtureAccount) {
  const reached = Promise.withResolvers<undefined>()
  const released = Promise.withResolvers<undefined>()
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    effect: {
      beforeAnswer() {
        reached.resolve(undefined)
        return released.promise
      },
    },
  })
  const end = account.backfill(around())
  await Promise.race([reached.promise, end])
  return {
    async release() {
      released.resolve(undefined)
      return end
    },
  }
}

const accountOf = ({ on24ClientId }: FixtureAccount) => getAccount(fixture.store, on24ClientId)
const contactsOf = (account: FixtureAccount, eventId: number) =>
  account.lists().find(({ name }) => name.endsWith(`(${String(eventId)})`))?.rows.length ?? 0

function differencesOf({ on24ClientId, actOn }: FixtureAccount): readonly string[] {
  const expected = new ExpectedAccount(actOn.timeZone)
  expected.observe(servedTruth(fixture.sandbox, on24ClientId))
  return differences(on24ClientId, fixture.sandbox.actOn.lists(actOn.accountId), expected)
}

test('a webinar that a backfill reads is left to the backfill: the run is complete, and its rows follow later', async () => {
  const account = await fixture.nextAccount()
  const large = account.webinar(30)
  const other = account.webinar(6)
  fixture.sandbox.clock.advance(12 * HOUR_MS)
  const backfill = await heldBackfill(account)
  // Registered after ON24 prepared its answer to the backfill. The run's discovery finds this person.
  fixture.sandbox.world.register(large, { email: 'late@example.com' })
  fixture.sandbox.clock.advance(6 * HOUR_MS)

  const sync = await account.run()
  expect(sync).toMatchObject({ outcome: 'complete', retried: [], ledger: { read: 6, created: 6 } })
  const run = await getRun(fixture.store, sync.runKey)
  expect(run).toMatchObject({ webinarsRead: 2, webinarsOf: 2 })
  expect(await accountOf(account)).toMatchObject({ state: 'active', cursorAt: run.windowTo })
  expect([contactsOf(account, other), contactsOf(account, large)]).toEqual([6, 0])

  expect(await backfill.release()).toMatchObject({
    outcome: 'complete',
    // It had read the other webinar, too: the run took over its rows.
    ledger: { read: 36, created: 30, pending: 6 },
  })
  expect(contactsOf(account, large)).toBe(30)

  fixture.sandbox.clock.advance(6 * HOUR_MS)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  expect(differencesOf(account)).toEqual([])
})

test('waiting rows in a backfill’s webinar are left to the backfill, and counted once', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(3)
  fixture.sandbox.clock.advance(12 * HOUR_MS)
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  expect(await account.run()).toMatchObject({ ledger: { read: 3, pending: 3 } })
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  // Marks the webinar as settled: a run does not read it, and finds only its waiting rows.
  fixture.sandbox.clock.advance(2 * DAY_MS)
  await fixture.store
    .updateTable('webinar')
    .set({ lastReadStartedAt: new Date(fixture.now().getTime() + DAY_MS) })
    .where('eventId', '=', String(eventId))
    .execute()
  fixture.sandbox.clock.advance(DAY_MS + HOUR_MS)
  await account.probe()

  const backfill = await heldBackfill(account)
  const sync = await account.run()
  expect(sync).toMatchObject({
    outcome: 'complete',
    ledger: { read: 0, carriedOver: 0, created: 0, pending: 0 },
  })
  expect(await getRun(fixture.store, sync.runKey)).toMatchObject({ webinarsOf: 0 })
  expect(account.lists()).toEqual([])
  expect(await backfill.release()).toMatchObject({ ledger: { read: 3, created: 3, pending: 0 } })
  expect(differencesOf(account)).toEqual([])
})

test('a run waits for a webinar that another run works on', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(3)
  fixture.sandbox.clock.advance(12 * HOUR_MS)
  const lease = webinarLease(account.on24ClientId, String(eventId))
  await takeLease(fixture.store, lease, 'somebody', HOUR_MS)
  const run = account.run()
  await expect
    .poll(() => fixture.sandbox.ledger.count({ vendor: 'on24', account: account.on24ClientId }))
    .toBeGreaterThanOrEqual(4)
  expect(await isLeased(fixture.store, lease)).toBe(true)
  await releaseLease(fixture.store, lease, 'somebody')
  expect(await run).toMatchObject({ outcome: 'complete', ledger: { read: 3, created: 3 } })
})

test('a webinar of a vanished backfill is read by the run once the lease has ended', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(3)
  fixture.sandbox.clock.advance(12 * HOUR_MS)
  const { runKey } = await account.backfill({ from: '2024-01-01', to: '2024-01-01' })
  const lease = webinarLease(account.on24ClientId, String(eventId))
  await takeLease(fixture.store, lease, `${runKey}/1/1`, 700)
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { read: 3, created: 3 },
  })
})

test('rows of a running backfill are left to it, and taken over once it is gone', async () => {
  const account = await fixture.nextAccount()
  const eventId = String(account.webinar(3))
  const { on24ClientId: id, actOn } = account
  fixture.sandbox.actOn.user.disableApi(actOn.accountId)
  await account.run()
  // Marks the webinar as settled: a run does not read it, and finds only its waiting rows.
  fixture.sandbox.clock.advance(5 * DAY_MS)
  const settled = { lastReadStartedAt: fixture.now() }
  await fixture.store.updateTable('webinar').set(settled).where('eventId', '=', eventId).execute()
  const mine = { runKey: 'backfill/run' }
  await fixture.store.updateTable('waitingRow').set(mine).where('eventId', '=', eventId).execute()

  const atWork = backfillLease(id, mine.runKey)
  await takeLease(fixture.store, atWork, mine.runKey, LEASE_MS)
  expect(await account.run()).toMatchObject({ ledger: { carriedOver: 0, pending: 0 } })
  await releaseLease(fixture.store, atWork, mine.runKey)

  const lease = webinarLease(id, eventId)
  await fixture.store
    .updateTable('account')
    .set({ quotaSince: fixture.now(), quotaBlocked: true })
    .where('on24ClientId', '=', id)
    .execute()
  await takeLease(fixture.store, lease, 'somebody', LEASE_MS)
  expect(await account.run()).toMatchObject({ ledger: { carriedOver: 0, pending: 0 } })
  await releaseLease(fixture.store, lease, 'somebody')

  fixture.sandbox.actOn.user.enableApi(actOn.accountId)
  await account.probe()
  expect(await account.run()).toMatchObject({ ledger: { carriedOver: 3, created: 3 } })
})
