/** A database that an earlier version filled keeps everything when a later one opens it. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { CamelCasePlugin, Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { MIGRATIONS } from '../../../src/store/migrations/index.ts'
import { NO_HASH } from '../../../src/reading/row-hashes.ts'
import { inTransaction, openStore, type Store } from '../../../src/store/database.ts'
import type { Database } from '../../../src/store/schema.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { takenBy } from '../../../src/store/notice-deliveries.ts'
import { getRun, type NewRun, openRun } from '../../../src/store/runs/runs.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeAsEarlierHashes, undoShortHashes } from '../../support/rows/earlier-hashes.ts'
import { storeHeld, storeWebinar } from '../../support/rows/waiting-rows.ts'
import { openActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import { explainAll, freshAddress } from '../../support/rows/explained.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'

const AT = new Date('2026-05-01T06:00:00Z')

function kyselyOf(databaseUrl: string): Store {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: databaseUrl }) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

const RUN: NewRun = {
  ...{ runKey: 'account-sync/1-x/first', on24ClientId: '1', workflowId: 'account-sync/1-x' },
  ...{ runId: 'first', trigger: 'schedule', windowFrom: null, windowTo: AT, startedAt: AT },
}

const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) }

/** Brings the tables to the state after this migration. */
async function databaseOf(databaseUrl: string, last: string): Promise<Store> {
  const store = kyselyOf(databaseUrl)
  const { error } = await new Migrator({ db: store, provider }).migrateTo(last)
  expect(error).toBeUndefined()
  return store
}

const EARLIER = Object.keys(MIGRATIONS).slice(0, -1)

test.for(EARLIER)(
  'a database after %s, with an open run and waiting rows',
  async (last, context) => {
    const databaseUrl = await emptyDatabase(context)
    const before = await databaseOf(databaseUrl, last)
    await storeAccount(before, '1', { createdAt: AT })
    const place = { on24ClientId: '1', eventId: '501', at: AT }
    await storeWebinar(before, place)
    await storeHeld(before, place, ['1', '2'])
    await openRun(before, RUN)
    const rowsOf = (store: Store) => store.selectFrom('waitingRow').selectAll().execute()
    const rows = await rowsOf(before)
    if (last < '005') await storeAsEarlierHashes(before)
    await before.destroy()

    const after = await openStore({ databaseUrl })
    try {
      expect(await getAccount(after, '1')).toMatchObject({ on24ClientId: '1' })
      expect(await rowsOf(after)).toMatchObject(rows)
      expect(await getRun(after, RUN.runKey)).toMatchObject({ finishedAt: null, runId: 'first' })
    } finally {
      await after.destroy()
    }
  },
)

test('notices that the webhook had before there were other channels are not sent again', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const before = await databaseOf(databaseUrl, '008-paced-calls')
  await storeAccount(before, '1', { createdAt: AT })
  const notice = { on24ClientId: '1', kind: 'late', reason: 'x', createdAt: AT } as const
  const settled = { ...notice, settledAt: AT }
  await before
    .insertInto('notice')
    .values([
      { ...settled, id: 'delivered', outcome: 'delivered' },
      { ...settled, id: 'logged', outcome: 'logged' },
      { ...settled, id: 'givenUp', outcome: 'givenUp' },
    ])
    .execute()
  await before
    .insertInto('notice')
    .values({ ...notice, id: 'open' })
    .execute()
  await before.destroy()
  const after = await openStore({ databaseUrl })
  try {
    const ids = ['delivered', 'logged', 'givenUp', 'open']
    expect([...(await takenBy(after, 'webhook', ids))]).toEqual(['delivered'])
    expect([...(await takenBy(after, 'slack', ids))]).toEqual([])
  } finally {
    await after.destroy()
  }
})

test('an account that waits for quota keeps the limit that its notice named', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const before = await databaseOf(databaseUrl, '013-notice-recipients')
  for (const id of ['1', '2']) await storeAccount(before, id, { createdAt: AT })
  await before.updateTable('account').set({ linkedAt: AT }).execute()
  const waits = { quotaSince: AT, quotaBlocked: true }
  await before.updateTable('account').set(waits).where('on24ClientId', '=', '1').execute()
  const notice = { kind: 'waitingForQuota', createdAt: AT } as const
  await before
    .insertInto('notice')
    .values([
      { ...notice, id: 'first', on24ClientId: '1', reason: 'Of an earlier wait.' },
      { ...notice, id: 'latest', on24ClientId: '1', reason: 'Act-On’s own.' },
      { ...notice, id: 'over', on24ClientId: '2', reason: 'Of an earlier wait.' },
    ])
    .execute()
  await before.destroy()
  const after = await openStore({ databaseUrl })
  try {
    const [waiting, other] = [await getAccount(after, '1'), await getAccount(after, '2')]
    expect(waiting).toMatchObject({ state: 'waitingForQuota', stateReason: 'Act-On’s own.' })
    expect(other).toMatchObject({ state: 'active', stateReason: null, quotaReason: null })
  } finally {
    await after.destroy()
  }
})

test('after hashes became shorter, what Act-On has is not sent again, and what changed or waits is', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const fixture = await openActivitiesFixture({ accounts: 1, store: { databaseUrl } })
  try {
    const { world, actOn } = fixture.sandbox
    const account = await fixture.nextAccount()
    const eventId = account.webinar(0)
    const people = world.registerMany(eventId, 40)
    await account.run()
    actOn.user.disableApi(account.actOn.accountId)
    const email = freshAddress()
    const waiting = world.register(eventId, { email })
    await account.run()
    actOn.user.enableApi(account.actOn.accountId)
    await undoShortHashes(fixture.store)
    await inTransaction(fixture.store, async (tx) => MIGRATIONS['005-row-size-and-plans']?.up(tx))

    world.editProfile(people[0] ?? expect.fail('nobody'), { jobtitle: 'Another' }, 'event')
    const { ledger } = await account.run()
    expect(ledger).toMatchObject({ created: 1, updated: 1, unchanged: 39 })
    expect(truthDifferences(fixture.sandbox, account)).toEqual([])
    const found = await explainAll(fixture, account, { email })
    expect(found.map(({ on24RegistrantId }) => on24RegistrantId)).toEqual([String(waiting)])
  } finally {
    await fixture.close()
  }
})

test('an embedded store keeps the first half of each hash', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'on24-act-on-upgrade-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const hashes = [randomBytes(16), Buffer.alloc(16, 0xff), randomBytes(16)]
  const before = new Kysely<Database>({
    dialect: new PGliteDialect({ pglite: new PGlite(folder) }),
    plugins: [new CamelCasePlugin()],
  })
  await new Migrator({ db: before, provider }).migrateTo('004-rewrite-reason')
  await storeAccount(before, '1', { createdAt: AT })
  await storeWebinar(before, { on24ClientId: '1', eventId: '501', at: AT })
  const [addressHash = '', registrationHash = '', sentAddressHash = ''] = hashes.map((hash) =>
    hash.toString('base64url'),
  )
  const row = { ...{ on24ClientId: '1', eventId: '501', registrantId: '1' }, cellsMask: 1 }
  await before
    .insertInto('registration')
    .values({
      ...row,
      addressHash,
      registrationHash,
      sentAddressHash,
      activityHash: '',
      attended: true,
    })
    .execute()
  await before.destroy()

  const after = await openStore({ folder })
  const numbers = hashes.map((hash) => hash.readBigInt64BE(0).toString())
  const [stored] = await after.selectFrom('registration').selectAll().execute()
  await after.destroy()
  expect(stored).toMatchObject({
    ...row,
    activityHash: NO_HASH,
    attended: true,
    unansweredSends: 0,
  })
  expect([stored?.addressHash, stored?.registrationHash, stored?.sentAddressHash]).toEqual(numbers)
})
