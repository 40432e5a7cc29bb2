import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { updateWebinar } from '../../../src/store/webinars/webinars.ts'
import { moveServiceClock } from '../../support/servers/move-service-clock.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

// Wrong clocks: those of workers, and that of the database, from which all processes take their time.

const SECOND_MS = 1000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ databaseClock: true })
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** Moves the clock of the database, and thereby that of all processes. */
async function moveDatabaseClock(ms: number): Promise<void> {
  await moveServiceClock(fixture.store, ms)
  await fixture.readClock()
}

/** Moves the clocks of the vendors and of the service. */
async function advance(ms: number): Promise<void> {
  fixture.sandbox.clock.advance(ms)
  await moveDatabaseClock(ms)
}

const WRONG = [
  ['75 seconds ahead', 75 * SECOND_MS],
  ['an hour behind', -HOUR_MS],
  ['four days ahead', 4 * DAY_MS],
] as const

test('workers with wrong clocks make no extra call, and miss no person', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const served = await openActivitiesFixture({ databaseClock: true, store: { databaseUrl } })
  onTestFinished(() => served.close())
  for (const [, aheadMs] of WRONG) {
    const account = await served.nextAccount()
    // Only the worker's clock is wrong; the clocks of the sandbox and the database are not.
    await runTwice(
      served,
      account,
      () => {
        vi.setSystemTime(Date.now() + aheadMs)
        onTestFinished(() => {
          vi.useRealTimers()
        })
      },
      () => {
        vi.useRealTimers()
      },
    )
  }
})

test.each(WRONG)(
  'a database clock that was %s and is corrected causes no extra call, and no person is missed',
  async (_how, aheadMs) => {
    const account = await fixture.nextAccount()
    await runTwice(
      fixture,
      account,
      () => moveDatabaseClock(aheadMs),
      () => moveDatabaseClock(-aheadMs),
    )
    // The cursor does not lie in the future either.
    await advance(6 * HOUR_MS)
    fixture.sandbox.world.registerMany(account.webinar(0), 1)
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  },
)

/** Makes one run while a clock is wrong and one after it is corrected, for a webinar that has not started yet. */
async function runTwice(
  { sandbox }: ActivitiesFixture,
  account: FixtureAccount,
  setWrong: () => unknown,
  setRight: () => unknown,
): Promise<void> {
  const webinar = account.webinar(2)
  await setWrong()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  await setRight()
  sandbox.world.registerMany(webinar, 1)
  const calls = sandbox.ledger.count({ vendor: 'on24', account: account.on24ClientId })
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 3, created: 1 } })
  // Four discovery calls, and one that reads this webinar: it has no attendees before its start.
  const after = sandbox.ledger.count({ vendor: 'on24', account: account.on24ClientId })
  expect(after - calls).toBe(5)
}

/** Columns that normally hold future times. */
const TO_COME = [
  ...['webinar.good_after', 'webinar.live_start', 'webinar.live_end'],
  ...['invitation.expires_at', 'lease.expires_at', 'pace.next_at'],
]
/** Columns that may lie in the future without an effect on runs: they only record a time, or are capped when read. */
const TOLD = [
  'account.next_probe_at',
  'audit_entry.at',
  'notice.created_at',
  'registration.confirmed_at',
  'sign_in.at',
  'told_trouble.since',
]

test('time stamps from a database clock that was ahead decide no order once it is corrected', async () => {
  const account = await fixture.nextAccount()
  account.webinar(2)
  await moveDatabaseClock(4 * DAY_MS)
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  await moveDatabaseClock(-4 * DAY_MS)

  expect(await columnsInTheFuture(account)).not.toEqual([])
  await account.run()
  expect(await columnsInTheFuture(account)).toEqual([])
})

async function columnsInTheFuture({ on24ClientId }: FixtureAccount): Promise<string[]> {
  const { rows } = await sql<{ tableName: string; columnName: string }>`
    select table_name, column_name from information_schema.columns as stamp
    where table_schema = 'public' and data_type = 'timestamp with time zone' and exists (
      select from information_schema.columns as id
      where id.table_name = stamp.table_name and id.column_name = 'on24_client_id'
    ) order by 1, 2
  `.execute(fixture.store)
  const found: string[] = []
  for (const { tableName: table, columnName: column } of rows) {
    const name = `${table}.${column}`
    if (TO_COME.includes(name) || TOLD.includes(name)) continue
    const { rows: future } = await sql`
      select from ${sql.table(table)} where on24_client_id = ${on24ClientId}
        and ${sql.ref(column)} > service_now() + interval '1 minute'
    `.execute(fixture.store)
    if (future.length > 0) found.push(name)
  }
  return found
}

test('a read that finds a newer stored read ends the webinar for this run', async () => {
  const account = await fixture.nextAccount()
  const webinar = account.webinar(2)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    effect: {
      beforeAnswer: () =>
        updateWebinar(fixture.store, account.on24ClientId, String(webinar), {
          lastReadStartedAt: fixture.now(),
        }),
    },
  })
  expect(await account.readsOfNextRun()).toBe(1)
})
