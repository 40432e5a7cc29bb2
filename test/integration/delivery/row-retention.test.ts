import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { keepRunLease } from '../../../activities/run/run-lease.ts'
import { openBackfill } from '../../../src/runs/open-backfill.ts'
import { dropOldRecords } from '../../../src/store/drop-old-records.ts'
import { addBackfillWebinars } from '../../../src/store/runs/backfills.ts'
import { webinarsToRead } from '../../../src/store/runs/work-list.ts'
import { getRun, openRun } from '../../../src/store/runs/runs.ts'
import { userKeyOf } from '../../../src/store/credentials/user-key.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let fixture: ActivitiesFixture
beforeAll(async () => {
  // The clock advances by months without a call, in which unused tokens of both vendors would otherwise expire.
  fixture = await openActivitiesFixture({ actOnKnobs: { refreshTokenDays: 1000 } })
  fixture.sandbox.on24.knobs.idleDays = 1000
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.actOn.knobs.emptyStringInRecord = 'clears'
})

async function waitingRows({ on24ClientId }: FixtureAccount): Promise<number> {
  const rows = await fixture.store
    .selectFrom('waitingRow')
    .select('registrantId')
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  return rows.length
}

/** As each process does in the background. */
async function dropOld(): Promise<void> {
  const now = fixture.sandbox.clock.now()
  await dropOldRecords(fixture.store, { now, keptSince: new Date(0) }, new AbortController().signal)
}

test('rows that wait for 90 days are dropped and counted, and their webinar is read again', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  const { user } = fixture.sandbox.actOn
  user.disableApi(account.actOn.accountId)
  await account.run()
  fixture.sandbox.clock.advance(5 * DAY_MS)
  await account.run()
  fixture.sandbox.clock.advance(80 * DAY_MS)
  const settled = await account.run()
  expect(settled).toMatchObject({ ledger: { read: 0, carriedOver: 3, pending: 3 } })

  fixture.sandbox.clock.advance(6 * DAY_MS)
  user.enableApi(account.actOn.accountId)
  const ended = await account.run()
  expect(ended).toMatchObject({
    outcome: 'complete',
    ledger: { read: 3, carriedOver: 0, created: 3 },
  })
  const { dropped } = await fixture.store
    .selectFrom('run')
    .select('dropped')
    .where('runKey', '=', ended.runKey)
    .executeTakeFirstOrThrow()
  expect(dropped).toBe(3)
  expect(await waitingRows(account)).toBe(0)
})

test('rows are kept no longer than 90 days while ON24 refuses all calls', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  const { user } = fixture.sandbox.actOn
  user.disableApi(account.actOn.accountId)
  await account.run()
  expect(await waitingRows(account)).toBe(3)

  fixture.sandbox.on24.access.setAccess(account.on24ClientId, 'inactive')
  fixture.sandbox.clock.advance(91 * DAY_MS)
  expect(await account.run()).toMatchObject({ outcome: 'failed', ledger: { pending: 0 } })
  expect(await waitingRows(account)).toBe(0)

  fixture.sandbox.on24.access.setAccess(account.on24ClientId, 'open')
  user.enableApi(account.actOn.accountId)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('old runs keep only their ledger, and old sign-ins are deleted', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  const { runKey } = await account.run()
  const webinarsOf = () =>
    fixture.store.selectFrom('runWebinar').selectAll().where('runKey', '=', runKey).execute()
  fixture.sandbox.clock.advance(89 * DAY_MS)
  await account.run()
  await dropOld()
  expect(await webinarsOf()).toHaveLength(1)

  fixture.sandbox.clock.advance(2 * DAY_MS)
  account.webinar(1)
  await account.run()
  await dropOld()
  expect(await webinarsOf()).toEqual([])
  expect(await getRun(fixture.store, runKey)).toMatchObject({ ledger: { created: 3 } })
  const signIns = await fixture.store
    .selectFrom('signIn')
    .select('at')
    .where('userKey', '=', await userKeyOf(fixture.ciphers, account.actOn.userName))
    .execute()
  // Only the token refresh of this run is left; the sign-in of the link was deleted.
  expect(signIns).toHaveLength(1)
})

test('a backfill that waited for longer continues from its list', async () => {
  const { store, sandbox } = fixture
  const account = await fixture.nextAccount()
  const { on24ClientId } = account
  const run = { on24ClientId, runKey: 'waits', workflowId: 'waits', runId: 'waits' }
  const startedAt = sandbox.clock.now()
  const window = { windowFrom: null, windowTo: startedAt, startedAt }
  await openRun(store, { ...run, ...window, trigger: 'backfill' })
  await addBackfillWebinars(store, run.runKey, on24ClientId, ['1001'])
  sandbox.clock.advance(91 * DAY_MS)
  await account.run()
  await dropOld()
  expect(await webinarsToRead(store, run.runKey)).toEqual(['1001'])
})

test('a backfill that waits an hour for a vendor is not closed by the next backfill', async () => {
  const { store, sandbox } = fixture
  const { on24ClientId } = await fixture.nextAccount()
  const backfill = (name: string, from: string) => ({
    ...({ on24ClientId, runKey: name, kind: 'backfill', workflowId: name, runId: name } as const),
    ...{ from, to: '2024-12-31', dryRun: false, lookAgainSeconds: 3600 },
  })
  const waits = backfill('waits for a vendor', '2024-01-01')
  const open = (input: typeof waits, isOpen = false) =>
    openBackfill(
      { store, accountWork: { isOpen: () => Promise.resolve(isOpen) } },
      input,
      sandbox.clock.now(),
    )
  await open(waits)
  await keepRunLease(store, waits)
  const hoursPass = (hours: number) =>
    store
      .updateTable('lease')
      .set({ expiresAt: sql`expires_at - ${hours} * interval '1 hour'` })
      .where('owner', '=', waits.runKey)
      .execute()
  await hoursPass(1)
  await open(backfill('next', '2024-02-01'))
  expect(await getRun(store, waits.runKey)).toMatchObject({ finishedAt: null })

  // After an outage of hours its lease has run out: only Temporal knows whether its workflow goes on.
  await hoursPass(9)
  await open(backfill('after an outage', '2024-03-01'), true)
  expect(await getRun(store, waits.runKey)).toMatchObject({ finishedAt: null })
  await open(backfill('after its termination', '2024-04-01'))
  expect(await getRun(store, waits.runKey)).toMatchObject({ outcome: 'paused' })
})

test('a confirmed row leaves only hashes in the store', async () => {
  const account = await fixture.nextAccount()
  account.webinar(8)
  await account.run()
  expect(await waitingRows(account)).toBe(0)
  const registrations = await fixture.store
    .selectFrom('registration')
    .selectAll()
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()
  expect(registrations).toHaveLength(8)
  expect(JSON.stringify(registrations)).not.toMatch(/zq7canary|@/i)
})

test.each(['clears', 'ignored'] as const)(
  'a cell that ON24 gives no longer is cleared by a single update (Act-On %s it)',
  async (emptyStringInRecord) => {
    fixture.sandbox.actOn.knobs.emptyStringInRecord = emptyStringInRecord
    const account = await fixture.nextAccount()
    const eventId = account.webinar(7)
    const person = fixture.sandbox.world.register(eventId, {
      profile: { company: 'Zq7canary Ltd', jobtitle: 'Zq7canary' },
    })
    await account.run()
    fixture.sandbox.world.register(eventId, {
      eventUserId: person,
      profile: { jobtitle: 'Zq7canary' },
    })
    fixture.sandbox.world.editProfile(person, { company: '' }, 'client')
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { pending: 0 } })
    const row = account
      .list()
      .rows.find(({ cells }) => cells['ON24 Registrant ID'] === String(person))
    expect(row?.cells['Company']).toBe(emptyStringInRecord === 'clears' ? '' : 'Zq7canary Ltd')
    expect(row?.cells['Title']).toBe('Zq7canary')
    const problems = await fixture.store
      .selectFrom('trouble')
      .select(['kind', 'detail'])
      .where('on24ClientId', '=', account.on24ClientId)
      .execute()
    const ignored = [{ kind: 'clearIgnored', detail: 'Company' }]
    expect(problems).toEqual(emptyStringInRecord === 'clears' ? [] : ignored)
    // The cell is not cleared a second time: the next run has nothing to write.
    expect(await account.run()).toMatchObject({ ledger: { unchanged: 8, updated: 0 } })
  },
)
