import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { closeRun } from '../../../src/runs/close-run.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { getRun, openRun } from '../../../src/store/runs/runs.ts'
import {
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())

async function cursorOf(on24ClientId: string): Promise<Date | null> {
  return (await getAccount(fixture.store, on24ClientId)).cursorAt
}

test('a run with a failed discovery does not move the cursor, and nothing is missed when ON24 is back', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const before = await cursorOf(account.on24ClientId)
  const webinar = account.webinar(3)

  fixture.sandbox.on24.access.setAccess(account.on24ClientId, 'inactive')
  for (let day = 0; day < 5; day += 1) {
    fixture.sandbox.clock.advance(DAY_MS)
    expect(await account.run()).toMatchObject({ outcome: 'failed' })
  }
  expect(await cursorOf(account.on24ClientId)).toEqual(before)

  fixture.sandbox.on24.access.setAccess(account.on24ClientId, 'open')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.list().name).toContain(`(${String(webinar)})`)
})

test('the cursor moves although a webinar could not be read, which stays open until it can', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  account.webinar(3)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    times: 5 * 4,
    effect: { answer: { status: 418 } },
  })
  for (let day = 0; day < 5; day += 1) {
    fixture.sandbox.clock.advance(DAY_MS)
    const at = fixture.now()
    expect(await account.run()).toMatchObject({ outcome: 'incomplete', failure: null })
    // The window does not grow while the webinar cannot be read.
    const cursor = await cursorOf(account.on24ClientId)
    expect(cursor?.getTime()).toBeGreaterThanOrEqual(at.getTime())
    expect(cursor?.getTime()).toBeLessThan(at.getTime() + 1000)
  }
  fixture.sandbox.clock.advance(DAY_MS)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('a run that is paused before it has read anything moves the cursor, and nothing is lost', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  account.webinar(3)
  fixture.sandbox.clock.advance(DAY_MS)
  const at = fixture.now()
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    effect: { beforeAnswer: () => account.pause(), answer: { status: 503 } },
  })
  const paused = await account.run()
  expect(paused).toMatchObject({ outcome: 'paused', ledger: { read: 0 } })
  const { windowTo: end } = await getRun(fixture.store, paused.runKey)
  expect(end.getTime()).toBeGreaterThanOrEqual(at.getTime())
  expect(await cursorOf(account.on24ClientId)).toEqual(end)
  await account.resume()
  fixture.sandbox.clock.advance(10 * DAY_MS)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('a run paused during discovery does not move the cursor', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const before = await cursorOf(account.on24ClientId)
  account.webinar(3)
  fixture.sandbox.clock.advance(DAY_MS)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'clientAttendees',
    effect: { beforeAnswer: () => account.pause(), answer: { status: 503 } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'paused', ledger: { read: 0 } })
  expect(await cursorOf(account.on24ClientId)).toEqual(before)
  await account.resume()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('the cursor moves with the reads although nothing could be delivered', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'failed', ledger: { read: 3, pending: 3 } })
  expect(await cursorOf(account.on24ClientId)).not.toBeNull()
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('a run with an earlier slot does not move the cursor back', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const { on24ClientId } = account
  const after = (await cursorOf(on24ClientId)) ?? expect.fail('no cursor')
  const late = { runKey: 'late', workflowId: 'late', runId: 'late', on24ClientId }
  const windowTo = new Date(after.getTime() - DAY_MS)
  const startedAt = fixture.now()
  await openRun(fixture.store, {
    ...late,
    trigger: 'schedule',
    windowFrom: null,
    windowTo,
    startedAt,
  })
  const end = { kind: 'sync', stopped: null, isDiscovered: true, failure: null } as const
  expect(await closeRun(fixture.store, { ...late, ...end }, startedAt)).toMatchObject({
    outcome: 'complete',
  })
  expect(await cursorOf(on24ClientId)).toEqual(after)
})

test('a paused account ends its run at once, with no vendor call and the cursor where it was', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const before = await cursorOf(account.on24ClientId)
  account.webinar(3)
  fixture.paused.add(account.on24ClientId)
  const calls = fixture.sandbox.ledger.count()
  fixture.sandbox.clock.advance(DAY_MS)
  expect(await account.run()).toMatchObject({ outcome: 'paused', ledger: { read: 0 } })
  expect(fixture.sandbox.ledger.count()).toBe(calls)
  expect(await cursorOf(account.on24ClientId)).toEqual(before)
})

test('a run that could not begin ends as failed, and the next one does everything', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const before = await cursorOf(account.on24ClientId)
  account.webinar(3)
  const ended = await closeRun(
    fixture.store,
    {
      on24ClientId: account.on24ClientId,
      runKey: 'never-opened',
      failure: 'Another run is at work.',
      kind: 'sync',
      stopped: null,
    },
    fixture.now(),
  )
  expect(ended).toMatchObject({ outcome: 'failed', ledger: { read: 0, pending: 0 } })
  expect(await getAccount(fixture.store, account.on24ClientId)).toMatchObject({
    failingReason: 'Another run is at work.',
  })
  expect(await cursorOf(account.on24ClientId)).toEqual(before)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('nothing since 90 days before the first run is missed when the first runs fail for months', async () => {
  const own = await openActivitiesFixture({ actOnKnobs: { refreshTokenDays: 1000 } })
  onTestFinished(() => own.close())
  const { clock, on24 } = own.sandbox
  Object.assign(on24.knobs, { idleDays: 1000 })
  const account = await own.nextAccount()
  on24.access.setAccess(account.on24ClientId, 'inactive')
  const webinar = account.webinar(3)
  clock.advance(80 * DAY_MS)
  expect(await account.run()).toMatchObject({ outcome: 'failed' })
  clock.advance(200 * DAY_MS)
  expect(await account.run()).toMatchObject({ outcome: 'failed' })

  on24.access.setAccess(account.on24ClientId, 'open')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.list().name).toContain(`(${String(webinar)})`)
})
