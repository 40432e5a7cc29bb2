import { afterAll, beforeAll, expect, test } from 'vitest'
import { isWorkedOn } from '../../../src/store/accounts/removals.ts'
import { mergeJobsOf } from '../../../src/store/rows/send-in-merge.ts'
import { getRun, listRuns } from '../../../src/store/runs/runs.ts'
import { setExcluded } from '../../../src/store/webinars/webinars.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'
import type { EndedRun } from '../../support/temporal/run-in-order.ts'

/** The time between two polls of a merge job: longer than a pause may take. */
const POLL_SECONDS = 60
const LONGEST_STOP_MS = 15_000
/** The delay of a call that is under way when the account is paused. */
const SLOW_MS = 4_000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ timing: { jobPollSeconds: [0.01, POLL_SECONDS] } })
})
afterAll(() => fixture.close())

const until = (isSo: () => Promise<boolean>) => expect.poll(isSo, { timeout: 20_000 }).toBe(true)

function calls({ on24ClientId, actOn }: FixtureAccount, endpoint: string): number {
  const { ledger } = fixture.sandbox
  return (
    ledger.count({ account: on24ClientId, endpoint }) +
    ledger.count({ account: actOn.accountId, endpoint })
  )
}

/** Starts a run, pauses the account once `isThere` holds, and returns how the run ended. */
async function pausedOnce(
  account: FixtureAccount,
  isThere: () => Promise<boolean>,
): Promise<EndedRun> {
  const running = account.run()
  await until(isThere)
  await account.pause()
  const pausedAt = performance.now()
  const ended = await running
  expect(performance.now() - pausedAt).toBeLessThan(LONGEST_STOP_MS)
  expect(ended).toMatchObject({ outcome: 'paused', failure: null, retried: [] })
  return ended
}

async function isConfirmed({ on24ClientId }: FixtureAccount): Promise<boolean> {
  const rows = fixture.store.selectFrom('registration').where('on24ClientId', '=', on24ClientId)
  const confirmed = rows.where('confirmedAt', 'is not', null)
  return (await confirmed.select('registrantId').execute()).length > 0
}

async function stateOf({ on24ClientId }: FixtureAccount) {
  return fixture.store
    .selectFrom('account')
    .select(['state', 'failingSince'])
    .where('on24ClientId', '=', on24ClientId)
    .executeTakeFirstOrThrow()
}

test('a paused run starts no work, and reads under way get their answers but do not continue', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  account.webinar(3)
  fixture.sandbox.clock.advance(26 * 60 * 60 * 1000)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: /^event(Registrants|Attendees)$/,
    times: Infinity,
    effect: { delayMs: SLOW_MS },
  })
  const ended = await pausedOnce(account, () => isWorkedOn(fixture.store, account.on24ClientId))
  expect(ended.ledger).toMatchObject({ read: 0, pending: 0 })
  const begun = calls(account, 'eventRegistrants')
  expect(begun).toBeGreaterThan(0)
  expect(await stateOf(account)).toEqual({ state: 'paused', failingSince: null })

  expect(await account.run()).toMatchObject({ outcome: 'paused', ledger: { read: 0 } })
  expect(calls(account, 'eventRegistrants')).toBe(begun)

  fixture.sandbox.faults.clear()
  await account.resume()
  const next = await account.run()
  expect(next).toMatchObject({ outcome: 'complete', ledger: { read: 6, created: 6 } })
  expect(account.lists().map(({ rows }) => rows.length)).toEqual([3, 3])
})

test('a single upsert under way is recorded, the next ones continue after the resume, and none is sent twice', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: account.actOn.accountId,
    endpoint: 'upsertContact',
    skip: 1,
    effect: { delayMs: SLOW_MS },
  })
  const ended = await pausedOnce(account, () => isConfirmed(account))
  expect(ended.ledger).toMatchObject({ read: 3, created: 2, pending: 1 })

  await account.resume()
  const next = await account.run()
  expect(next).toMatchObject({ outcome: 'complete', ledger: { created: 1, unchanged: 2 } })
  expect(calls(account, 'upsertContact')).toBe(3)
  expect(calls(account, 'downloadList')).toBe(0)
  expect(account.list().rows).toHaveLength(3)
})

test('a running merge job is left alone, and followed after the resume', async () => {
  const account = await fixture.nextAccount()
  const eventId = String(account.webinar(8))
  const { knobs } = fixture.sandbox.actOn
  Object.assign(knobs, { jobMinMs: 600_000, jobUnpolledMs: 600_000 })
  const isPolled = async () => {
    const [job] = await mergeJobsOf(fixture.store, account.on24ClientId, eventId)
    return job?.polls === 1
  }
  const ended = await pausedOnce(account, isPolled)
  expect(ended.ledger).toMatchObject({ read: 8, pending: 8 })

  await account.resume()
  Object.assign(knobs, { jobMinMs: 0, jobPendingPolls: 0, jobRunningPolls: 0 })
  const next = await account.run()
  expect(next).toMatchObject({ outcome: 'complete', ledger: { read: 8, created: 8 } })
  expect(calls(account, 'merge')).toBe(1)
  expect(calls(account, 'downloadList')).toBe(0)
  expect(account.list().rows).toHaveLength(8)
})

test('a slow call is aborted so that the run stops in time', async () => {
  const account = await fixture.nextAccount()
  account.webinar(1)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'events',
    effect: { delayMs: 600_000 },
  })
  const isBegun = async () => (await listRuns(fixture.store, account.on24ClientId, 1)).length > 0
  await pausedOnce(account, isBegun)
  await account.resume()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
})

test('a terminated run is closed by the next one, which takes over its rows', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  const { on24ClientId } = account
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  const { runKey } = await account.run()
  const open = { finishedAt: null, outcome: null, ledger: null }
  await fixture.store.updateTable('run').set(open).where('runKey', '=', runKey).execute()
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  // Marks the webinar as settled: the next run does not read it, and finds only its waiting rows.
  fixture.sandbox.clock.advance(5 * 24 * 60 * 60 * 1000)
  await fixture.store
    .updateTable('webinar')
    .set({ lastReadStartedAt: fixture.now() })
    .where('on24ClientId', '=', on24ClientId)
    .execute()

  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { carriedOver: 3, created: 3 } })
  expect(await getRun(fixture.store, runKey)).toMatchObject({
    outcome: 'paused',
    ledger: { read: 3, pending: 3 },
  })
  expect(await stateOf(account)).toMatchObject({ state: 'active' })
})

test('an excluded webinar is neither read nor delivered, and read completely when it is included again', async () => {
  const account = await fixture.nextAccount()
  const eventId = String(account.webinar(3))
  const other = account.webinar(2)
  const { on24ClientId } = account
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)

  expect(await setExcluded(fixture.store, on24ClientId, eventId, true)).toBe(true)
  expect(await setExcluded(fixture.store, on24ClientId, eventId, true)).toBe(false)
  fixture.sandbox.world.registerMany(other, 1)
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { read: 3, carriedOver: 3, created: 3, pending: 3 },
  })
  expect(account.list().name).toContain(`(${String(other)})`)

  expect(await setExcluded(fixture.store, on24ClientId, eventId, false)).toBe(true)
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { created: 3, pending: 0 },
  })
  expect(account.lists()).toHaveLength(2)
})

test('a webinar excluded while it is read or delivered stops at the next check', async () => {
  const account = await fixture.nextAccount()
  const [read, delivered] = [String(account.webinar(3)), String(account.webinar(3))]
  const { on24ClientId, actOn } = account
  const leaveOut = async (eventId: string) => {
    await setExcluded(fixture.store, on24ClientId, eventId, true)
  }
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: on24ClientId,
    endpoint: 'eventRegistrants',
    effect: { beforeAnswer: () => leaveOut(read) },
  })
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: actOn.accountId,
    endpoint: 'createList',
    effect: { beforeAnswer: () => leaveOut(delivered) },
  })
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 3, created: 0, pending: 3 } })

  for (const eventId of [read, delivered]) {
    await setExcluded(fixture.store, on24ClientId, eventId, false)
  }
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { read: 6, created: 6 },
  })
  expect(account.lists().map(({ rows }) => rows.length)).toEqual([3, 3])
})

test('rows of an excluded webinar do not keep an account waiting for quota', async () => {
  const account = await fixture.nextAccount()
  const eventId = String(account.webinar(3))
  const { on24ClientId } = account
  const waits = { quotaSince: fixture.now(), quotaBlocked: true }
  await fixture.store
    .updateTable('account')
    .set(waits)
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota', ledger: { pending: 3 } })
  await setExcluded(fixture.store, on24ClientId, eventId, true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { pending: 3 } })
  expect(await stateOf(account)).toMatchObject({ state: 'active' })
})
