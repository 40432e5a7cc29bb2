import { afterAll, beforeAll, expect, test } from 'vitest'
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

interface Filled {
  readonly account: FixtureAccount
  readonly eventId: number
  readonly accountId: string
  readonly listId: string
}

/** An account whose only list holds eight contacts. */
async function filled(): Promise<Filled> {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(8)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 8 } })
  return { account, eventId, accountId: account.actOn.accountId, listId: account.list().listId }
}

async function problems({ on24ClientId }: FixtureAccount): Promise<string[]> {
  const rows = await fixture.store
    .selectFrom('trouble')
    .select(['kind', 'detail'])
    .where('on24ClientId', '=', on24ClientId)
    .orderBy('detail')
    .execute()
  return rows.map(({ kind, detail }) => `${kind} ${detail}`)
}

test.each([
  ['few', 1],
  ['many', 8],
])(
  'a deleted list is noticed with %s changes, created again and refilled in the same run',
  async (...of) => {
    const [, news] = of
    const { account, eventId, accountId, listId } = await filled()
    fixture.sandbox.actOn.user.deleteList(accountId, listId)
    fixture.sandbox.world.registerMany(eventId, news)
    expect(await account.run()).toMatchObject({
      outcome: 'complete',
      ledger: { read: 8 + news, created: 8 + news, carriedOver: 0 },
      failure: null,
    })
    expect(account.list().listId).not.toBe(listId)
    expect(account.list().rows).toHaveLength(8 + news)
  },
)

test('a list deleted before a pending move is refilled, too', async () => {
  const { account, eventId, accountId, listId } = await filled()
  const person = fixture.sandbox.world.register(eventId)
  await account.run()
  fixture.sandbox.actOn.user.deleteList(accountId, listId)
  fixture.sandbox.world.changeAddress(person, 'elsewhere.zq7canary@example.com')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 9 } })
  expect(account.list().rows).toHaveLength(9)
})

test('a row deleted before its move does not count as a deleted list', async () => {
  const { account, eventId, accountId, listId } = await filled()
  const { world, faults, actOn } = fixture.sandbox
  const person = world.register(eventId, { email: 'before.zq7canary@example.com' })
  await account.run()
  world.changeAddress(person, 'after.zq7canary@example.com')
  const row = account
    .list()
    .rows.find(({ cells }) => cells['Email Address'] === 'before.zq7canary@example.com')
  faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint: 'updateRecord',
    effect: { delayMs: 300 },
  })
  const run = account.run()
  await expect
    .poll(() => fixture.sandbox.ledger.count({ account: accountId, endpoint: 'download' }))
    .toBeGreaterThan(0)
  actOn.user.deleteRow(accountId, row?.recordId ?? '')
  expect(await run).toMatchObject({ outcome: 'complete', ledger: { pending: 0 } })
  expect(account.list()).toMatchObject({ listId, rows: { length: 9 } })
})

test('a renamed and moved list stays in use, also for a renamed webinar', async () => {
  const { account, eventId, accountId, listId } = await filled()
  const { user } = fixture.sandbox.actOn
  user.renameList(accountId, listId, 'Our best leads')
  user.moveList(accountId, listId, 'Somewhere else')
  fixture.sandbox.world.rename(eventId, 'Another title')
  fixture.sandbox.world.registerMany(eventId, 8)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 8 } })
  expect(account.lists()).toEqual([])
  const moved = fixture.sandbox.actOn.lists(accountId).find((list) => list.listId === listId)
  expect(moved).toMatchObject({ name: 'Our best leads', rows: { length: 16 } })
})

test.each([
  ['singly', 2],
  ['in bulk', 8],
])('a renamed column is recognised by its position (%s)', async (...of) => {
  const [, news] = of
  const { account, eventId, accountId, listId } = await filled()
  fixture.sandbox.actOn.user.renameColumn(accountId, listId, 'Company', 'Employer')
  fixture.sandbox.actOn.user.renameColumn(accountId, listId, 'Email Address', 'E-mail')
  fixture.sandbox.world.registerMany(eventId, news)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: news } })
  const { rows } = account.list()
  expect(rows).toHaveLength(8 + news)
  for (const { cells } of rows) {
    expect(cells['Employer']).toContain('Zq7canary')
    expect(cells['E-mail']).toContain('@')
  }
  expect(await problems(account)).toEqual([])
})

test.each([
  ['singly', 2],
  ['in bulk', 8],
])(
  "a deleted column is left out and reported; a user's column stays theirs (%s)",
  async (...of) => {
    const [, news] = of
    const { account, eventId, accountId, listId } = await filled()
    const { user } = fixture.sandbox.actOn
    user.deleteColumn(accountId, listId, 'Company')
    user.deleteColumn(accountId, listId, 'State')
    user.addColumn(accountId, listId, 'Sales rep', 'Title')
    for (const { recordId } of account.list().rows) {
      user.editCell(accountId, recordId, 'Sales rep', 'Robin')
    }
    const [someone] = fixture.sandbox.world.registerMany(eventId, news)
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: news } })
    fixture.sandbox.world.editProfile(someone ?? 0, { jobtitle: 'Chief Zq7canary' }, 'client')
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 1 } })

    const { rows, headings } = account.list()
    expect(headings).toHaveLength(28)
    expect(rows).toHaveLength(8 + news)
    expect(rows.map(({ cells }) => cells['Sales rep'])).toEqual([
      ...Array.from({ length: 8 }, () => 'Robin'),
      ...Array.from({ length: news }, () => ''),
    ])
    expect(rows.filter(({ cells }) => cells['Title'] === 'Chief Zq7canary')).toHaveLength(1)
    expect(rows.every(({ cells }) => cells['ON24 Registrant ID'] !== '')).toBe(true)
    expect(await problems(account)).toEqual(['columnMissing Company, State'])
  },
)

test.each([
  ['singly', 2],
  ['in bulk', 8],
])('without ON24 Registrant ID the rows wait until the column is back (%s)', async (...of) => {
  const [, news] = of
  const { account, eventId, accountId, listId } = await filled()
  const { user } = fixture.sandbox.actOn
  user.deleteColumn(accountId, listId, 'ON24 Registrant ID')
  fixture.sandbox.world.registerMany(eventId, news)
  const other = account.webinar(3)
  expect(await account.run()).toMatchObject({
    outcome: 'incomplete',
    ledger: { created: 3, pending: news },
    failure: null,
  })
  expect(await problems(account)).toEqual(['listColumnsLost ON24 Registrant ID'])
  user.addColumn(accountId, listId, 'ON24 Registrant ID')
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { created: news, pending: 0 },
  })
  expect(account.lists().map(({ rows }) => rows.length)).toEqual([8 + news, 3])
  expect(account.lists()[1]?.name).toContain(String(other))
  expect(await problems(account)).toEqual([])
})

test('a column replaced by a user’s own does not shift cells into a wrong column', async () => {
  const { account, eventId, accountId, listId } = await filled()
  const { user } = fixture.sandbox.actOn
  user.deleteColumn(accountId, listId, 'Company')
  user.addColumn(accountId, listId, 'Sales rep')
  fixture.sandbox.world.registerMany(eventId, 8)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 8 } })
  const { rows } = account.list()
  expect(rows).toHaveLength(16)
  for (const { cells } of rows) {
    expect(cells['Email Address']).toContain('@')
    expect(cells['Sales rep']).toBe('')
  }
  expect(await problems(account)).toEqual(['columnMissing Company'])
})

test('an Email Address column that can no longer be recognised keeps the rows waiting', async () => {
  const { account, eventId, accountId, listId } = await filled()
  const { user } = fixture.sandbox.actOn
  user.renameColumn(accountId, listId, 'Email Address', 'E-mail')
  user.addColumn(accountId, listId, 'Sales rep')
  fixture.sandbox.world.registerMany(eventId, 8)
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { pending: 8 } })
  user.renameColumn(accountId, listId, 'E-mail', 'Email Address')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 8 } })
})
