import { insertWaitingRows } from '../../../src/store/rows/stored/insert-waiting-rows.ts'
import { sql } from 'kysely'
import { expect, onTestFinished, test, type TestContext } from 'vitest'
import { ledgerAddsUp } from '../../../src/contracts/run.ts'
import { confirmWritten } from '../../../src/store/rows/confirm-written.ts'
import { closeRun } from '../../../src/runs/close-run.ts'
import { computeLedgers } from '../../../src/store/runs/ledger.ts'
import type { Store } from '../../../src/store/database.ts'
import { planReads } from '../../../src/store/runs/work-list.ts'
import { saveReadCounts } from '../../../src/store/runs/run-webinars.ts'
import { expireRows } from '../../../src/store/rows/expire.ts'
import { hashesOf } from '../../../src/store/rows/stored/row-hashes.ts'
import { openRun } from '../../../src/store/runs/runs.ts'
import { takeUpRows } from '../../../src/store/rows/take-up.ts'
import { waitingRowsOf } from '../../../src/store/rows/stored/waiting-rows.ts'
import { lockWebinar } from '../../../src/store/webinars/webinars.ts'
import { saveWebinars } from '../../../src/store/webinars/discovered-webinars.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { testHash } from '../../support/rows/test-hash.ts'
import { storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

// Two processes change the same rows of an account: one for its six-hourly run, the other for a backfill.

const ID = '22950'
const AT = new Date('2026-06-15T07:00:00Z')
const EVENTS = ['1001', '1002', '1003']
const PEOPLE = ['1', '2', '3', '4', '5']
const RUNS = [
  { runKey: 'six-hourly', trigger: 'schedule' },
  { runKey: 'backfill', trigger: 'backfill' },
] as const

/** Both runs have the webinars on their lists, and the backfill has read them. */
async function twoRuns(context: TestContext): Promise<readonly [Store, Store]> {
  const [store, elsewhere] = await storesOfTwoWorkers(context, 'PostgreSQL')
  await storeAccount(store, ID, { createdAt: AT })
  const about = { title: null, contentType: 'webcast', isTestEvent: false, isActive: true }
  const nothing = { goodAfter: null, liveStart: null, liveEnd: null, lastUpdated: null }
  const webinars = EVENTS.map((eventId) => ({ eventId, on24ClientId: ID, ...about, ...nothing }))
  await saveWebinars(store, ID, webinars, AT)
  for (const run of RUNS) {
    const ids = { workflowId: run.runKey, runId: run.runKey, on24ClientId: ID }
    await openRun(store, { ...run, ...ids, windowFrom: null, windowTo: AT, startedAt: AT })
    await planReads(store, run.runKey, EVENTS)
  }
  for (const eventId of EVENTS) {
    const counts = { read: PEOPLE.length, unchanged: 0, filtered: {} }
    await saveReadCounts(store, 'backfill', eventId, counts, true)
    await insertWaitingRows(
      store,
      PEOPLE.map((registrantId) => ({
        on24ClientId: ID,
        eventId,
        registrantId,
        action: 'upsert',
        state: 'pending',
        sealed: 'x',
        addressHash: testHash(registrantId),
        registrationHash: testHash('r'),
        activityHash: testHash('a'),
        cellsMask: 1,
        attended: false,
        runKey: 'backfill',
        readStartedAt: AT,
        firstSeenAt: AT,
      })),
    )
  }
  return [store, elsewhere]
}

async function ledgersOf(store: Store) {
  const keys = RUNS.map(({ runKey }) => runKey)
  const ledgers = await computeLedgers(store, keys)
  for (const ledger of ledgers.values()) {
    expect(ledgerAddsUp(ledger), JSON.stringify(ledger)).toBe(true)
  }
  return Object.fromEntries(ledgers)
}

/** Records for the backfill that Act-On accepted these people's waiting rows. */
async function confirm(store: Store, eventId: string, registrantIds: readonly string[]) {
  const waiting = await waitingRowsOf(store, ID, eventId)
  const rows = waiting.filter((row) => registrantIds.includes(row.registrantId)).map(hashesOf)
  const place = { on24ClientId: ID, eventId, runKey: 'backfill' }
  await confirmWritten(store, { ...place, rows, created: null, at: AT })
}

async function untilSomebodyWaits(store: Store): Promise<void> {
  const waiting = sql<{ n: number }>`
    select count(*)::int as n from pg_locks
    where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`
  await expect
    .poll(async () => (await waiting.execute(store)).rows[0]?.n, { timeout: 20_000 })
    .toBeGreaterThan(0)
}

test('recording an answer while another run takes over its rows waits for the lock, and takes them back', async (context) => {
  const [store, elsewhere] = await twoRuns(context)
  const place = { on24ClientId: ID, eventId: '1001' }
  const closing = await store.startTransaction().execute()
  onTestFinished(async () => {
    if (!closing.isCommitted) await closing.rollback().execute()
  })
  await lockWebinar(closing, ID, '1001')
  const booked = Promise.allSettled([confirm(elsewhere, '1001', PEOPLE)])
  await untilSomebodyWaits(store)
  await takeUpRows(closing, 'six-hourly', place)
  await closing.commit().execute()
  expect(await booked).toEqual([{ status: 'fulfilled', value: undefined }])
  expect(await ledgersOf(store)).toMatchObject({
    'six-hourly': { carriedOver: 5, pending: 5 },
    backfill: { read: 15, carriedOver: 5, created: 5, pending: 15 },
  })
})

test('closing a run, expiring rows and recording answers never deadlock', async (context) => {
  const [store, elsewhere] = await twoRuns(context)
  const input = { on24ClientId: ID, runKey: 'six-hourly', kind: 'sync' } as const
  const end = { failure: null, stopped: 'paused' } as const
  const sixHourly = async () => {
    for (let round = 0; round < 15; round += 1) {
      await closeRun(store, { ...input, ...end }, AT)
      await expireRows(store, ID, AT)
    }
  }
  const backfill = async () => {
    // Both in descending order: closing a run and expiring rows lock webinars in ascending order.
    for (const registrantId of PEOPLE.toReversed()) {
      for (const eventId of EVENTS.toReversed()) {
        await elsewhere.transaction().execute(async (tx) => {
          await lockWebinar(tx, ID, eventId)
          await takeUpRows(tx, 'backfill', { on24ClientId: ID, eventId })
        })
        await confirm(elsewhere, eventId, [registrantId])
      }
    }
  }
  const ends = await Promise.allSettled([sixHourly(), backfill()])
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  expect(await ledgersOf(store)).toMatchObject({ backfill: { read: 15, created: 15 } })
})
