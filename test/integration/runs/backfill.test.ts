import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { AccountStatus, BackfillRequest } from '../../../src/contracts/operations.ts'
import { controllerId } from '../../../src/contracts/temporal-names.ts'
import type { WebinarSpec } from '../../../sandbox/world/webinar-plan.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import {
  type BackfillFixture,
  openBackfillFixture,
} from '../../support/fixtures/backfill-fixture.ts'
import { runSlotAfter } from '../../support/temporal/slot-runs.ts'

const at = (liveStartAt: string, more: Partial<WebinarSpec> = {}): WebinarSpec => ({
  liveStartAt: new Date(liveStartAt),
  people: 6,
  ...more,
})

/** In Pacific time: one webinar just before July, one at each end of July, one just after it, then two within it. */
const JULY = [
  at('2023-07-01T06:30:00Z'),
  at('2023-07-01T07:30:00Z'),
  at('2023-08-01T06:30:00Z', { odd: true }),
  at('2023-08-01T07:30:00Z'),
  at('2023-07-10T18:00:00Z', { isTestEvent: true }),
  at('2023-07-11T18:00:00Z', { contentType: 'golive' }),
]
const LATER = [
  at('2024-01-15T18:00:00Z'),
  at('2024-06-15T18:00:00Z', { people: 30 }),
  at('2024-11-15T18:00:00Z'),
  at('2025-05-15T18:00:00Z'),
]
const RECENT = [at('2026-04-20T18:00:00Z')]

const range = (from: string, to: string, dryRun = false): BackfillRequest => ({ from, to, dryRun })
const IN_JULY = range('2023-07-01', '2023-07-31')
const ALL = range('2023-01-01', '2026-06-15')

let fixture: BackfillFixture
let ids: readonly number[]
beforeAll(async () => {
  fixture = await openBackfillFixture('2026-06-15T07:00:00Z', [...JULY, ...LATER, ...RECENT])
  ids = fixture.sandbox.world.truth(fixture.on24ClientId).map(({ eventId }) => eventId)
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
  fixture.sandbox.ledger.clear()
})

const eventIds = (indexes: readonly number[]) => indexes.map((index) => ids[index] ?? 0)
const statusOf = () =>
  fixture.client.workflow
    .getHandle(controllerId(fixture.on24ClientId))
    .query<AccountStatus>('status')

describe('one range', () => {
  test('a dry run reports what the backfill then does, and changes nothing', async () => {
    fixture.sandbox.ledger.clear()
    const before = await fixture.stored()
    const contacts = await fixture.contactsCounted()
    const dry = await fixture.backfill({ ...IN_JULY, dryRun: true })
    expect(await fixture.stored()).toEqual(before)
    expect(await fixture.contactsCounted()).toEqual(contacts)
    await vi.waitFor(async () => {
      const { lastRun } = await statusOf()
      expect(lastRun).toMatchObject({ workflowId: dry.run.workflowId, written: 0, pending: 0 })
    })
    expect(fixture.actOnCalls()).toBe(0)
    expect(dry.run.callsOn24).toBe(fixture.sandbox.ledger.count({ vendor: 'on24' }))
    expect(dry.run).toMatchObject({ trigger: 'backfill', dryRun: true, webinarsOf: 2 })

    const real = await fixture.backfill(IN_JULY)
    expect(real.ledger).toEqual(dry.ledger)
    expect(real.ledger.created).toBeGreaterThan(10)
    expect([real.outcome, real.run.callsOn24]).toEqual([dry.outcome, dry.run.callsOn24])
  })

  test('days are Pacific ones, both included; tests and other contents are left out', () => {
    expect(fixture.differences(eventIds([0, 3, 6, 7, 8, 9]))).toEqual([])
  })

  test('a finished range runs again, reads all and writes nothing', async () => {
    const { ledger, run } = await fixture.backfill(IN_JULY)
    expect(ledger).toMatchObject({ created: 0, updated: 0, removed: 0, pending: 0 })
    expect(ledger.unchanged).toBeGreaterThan(10)
    expect(run).toMatchObject({ webinarsRead: 2, webinarsOf: 2, callsActOn: 0 })
    expect(fixture.actOnCalls()).toBe(0)
  })

  test('a backfill changes neither the cursor nor the account’s state, and ends independently of them', async () => {
    const { store, on24ClientId, sandbox } = fixture
    const setRelink = (since: Date | null) =>
      store
        .updateTable('account')
        .set({ needsRelinkSince: since })
        .where('on24ClientId', '=', on24ClientId)
        .execute()
    await setRelink(sandbox.clock.now())
    const { account } = await fixture.stored()
    expect(await fixture.backfill(IN_JULY)).toMatchObject({ outcome: 'complete' })
    expect((await fixture.stored()).account).toEqual(account)
    await setRelink(null)
  })
})

describe('a backfill that is stopped', () => {
  test('keeps its results, and the next slot does not read webinars that it only listed', async () => {
    fixture.sandbox.faults.add({
      vendor: 'on24',
      endpoint: 'eventRegistrants',
      skip: 1,
      times: Number.POSITIVE_INFINITY,
      effect: { delayMs: 60_000 },
    })
    const { workflowId } = await fixture.startBackfill(range('2024-01-01', '2025-12-31'))
    await vi.waitFor(async () => expect(await fixture.webinarsRead(workflowId)).toBe(1), {
      timeout: 20_000,
    })
    expect(await fixture.startBackfill(range('2024-01-01', '2025-12-31'))).toMatchObject({
      workflowId,
      isNew: false,
    })
    await fixture.client.workflow.getHandle(workflowId).cancel()
    await expect(fixture.endOf(workflowId)).rejects.toThrow(/cancelled/i)
    const run = await fixture.runOf(workflowId)
    expect(run).toMatchObject({ outcome: 'paused', webinarsOf: 4, webinarsRead: 1 })
    expect((await fixture.stored()).account.failingSince).toBeNull()

    fixture.sandbox.faults.clear()
    fixture.sandbox.ledger.clear()
    await runSlotAfter(fixture, fixture.on24ClientId, 6)
    const read = Object.keys(fixture.reads()).map(Number)
    expect(read.filter((eventId) => eventIds([6, 7, 8, 9]).includes(eventId))).toEqual([])
    expect(fixture.differences(eventIds([0, 3, 7, 8, 9]))).toEqual([])
  })
})

describe('a backfill that waits', () => {
  test('stops in the middle while the account is paused, and continues until Act-On equals ON24', async () => {
    fixture.sandbox.faults.add({
      vendor: 'on24',
      endpoint: 'eventRegistrants',
      skip: 1,
      times: Number.POSITIVE_INFINITY,
      effect: { delayMs: 6000 },
    })
    fixture.sandbox.faults.add({ vendor: 'on24', endpoint: 'events', effect: { delayMs: 3000 } })
    const { workflowId } = await fixture.startBackfill(range('2024-01-01', '2024-12-31'))
    await expect
      .poll(() => fixture.details(workflowId), { timeout: 20_000 })
      .toMatch(/^Now listing the webinars of 2024-01-01/)
    await vi.waitFor(
      async () => expect(await fixture.webinarsRead(workflowId)).toBeGreaterThan(0),
      {
        timeout: 20_000,
      },
    )
    await fixture.setPaused({ reason: 'maintenance' })
    await expect
      .poll(() => fixture.details(workflowId), { timeout: 20_000 })
      .toMatch(/^Waits for the account/)
    const read = await fixture.webinarsRead(workflowId)
    expect(read).toBeLessThan(3)
    fixture.sandbox.faults.clear()
    await fixture.setPaused(null)
    const { outcome, run } = await fixture.endOf(workflowId)
    expect({ outcome, read: run.webinarsRead }).toEqual({ outcome: 'complete', read: 3 })
    expect(fixture.differences(eventIds([0, 3, 9]))).toEqual([])
  })

  test('continues to read while the account waits for quota, and delivers afterwards', async () => {
    const { store, on24ClientId } = fixture
    const change = (columns: { quotaSince: Date | null; quotaBlocked: boolean }) =>
      store.updateTable('account').set(columns).where('on24ClientId', '=', on24ClientId).execute()
    await change({ quotaSince: fixture.sandbox.clock.now(), quotaBlocked: true })
    const { workflowId } = await fixture.startBackfill(range('2025-01-01', '2025-12-31'))
    await vi.waitFor(
      async () => expect(await fixture.details(workflowId)).toMatch(/^Waits until Act-On/),
      {
        timeout: 20_000,
      },
    )
    expect(await fixture.webinarsRead(workflowId)).toBe(1)
    expect(fixture.actOnCalls()).toBe(0)
    await change({ quotaSince: null, quotaBlocked: false })
    expect(await fixture.endOf(workflowId)).toMatchObject({ outcome: 'complete' })
    expect(fixture.differences(eventIds([0, 3]))).toEqual([])
  })

  test('leaves the second half of the day to the six-hourly runs', async () => {
    const { store, on24ClientId, vendors } = fixture
    const perDay = (calls: number | null) =>
      store
        .updateTable('account')
        .set({ actOnCallsPerDay: calls })
        .where('on24ClientId', '=', on24ClientId)
        .execute()
    const account = await getAccount(store, on24ClientId)
    const used = 30_000 - (await vendors.actOnPace(account).callsLeft())
    await perDay(2 * used)
    const { workflowId } = await fixture.startBackfill(range('2023-06-01', '2023-06-30'))
    await vi.waitFor(
      async () => expect(await fixture.details(workflowId)).toMatch(/^Waits until Act-On/),
      {
        timeout: 20_000,
      },
    )
    expect(fixture.actOnCalls()).toBe(0)
    expect((await getAccount(store, on24ClientId)).quotaSince).toBeNull()
    await perDay(null)
    expect(await fixture.endOf(workflowId)).toMatchObject({ outcome: 'complete' })
    expect(fixture.differences(eventIds([3]))).toEqual([])
  })
})

describe('several backfills at once', () => {
  test('a webinar in two running ranges is read once, and Act-On is complete in the end', async () => {
    const started = await Promise.all([
      fixture.startBackfill(ALL),
      fixture.startBackfill(range('2023-07-01', '2024-12-31')),
    ])
    for (const { workflowId } of started) {
      expect(await fixture.endOf(workflowId)).toMatchObject({ outcome: 'complete' })
    }
    const written = eventIds([0, 1, 2, 3, 6, 7, 8, 9, 10])
    expect(fixture.reads()).toEqual(Object.fromEntries(written.map((eventId) => [eventId, 1])))
    expect(fixture.differences()).toEqual([])
  })

  test('a six-hourly run during a backfill writes new people, and no older state overwrites them', async () => {
    const { sandbox } = fixture
    const [, , , , , , old = 0, , , , recent = 0] = ids
    sandbox.world.registerMany(old, 3)
    sandbox.world.registerMany(recent, 3)
    sandbox.clock.advance(60_000)
    const { workflowId } = await fixture.startBackfill(ALL)
    const slot = await runSlotAfter(fixture, fixture.on24ClientId, 1)
    expect(slot.outcome).toBe('complete')
    expect(await fixture.endOf(workflowId)).toMatchObject({ outcome: 'complete' })
    expect(fixture.differences()).toEqual([])
  })
})
