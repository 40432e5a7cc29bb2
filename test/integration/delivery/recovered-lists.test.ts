import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
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
afterEach(() => {
  fixture.sandbox.faults.clear()
})

function calls(account: FixtureAccount, endpoint: string): number {
  return fixture.sandbox.ledger.count({ account: account.actOn.accountId, endpoint })
}

/** Simulates a store restored from a backup made before this webinar, or any webinar, was discovered. */
async function setBackToAnOlderDay({ on24ClientId }: FixtureAccount, eventId?: number) {
  await fixture.store
    .deleteFrom('webinar')
    .where('on24ClientId', '=', on24ClientId)
    .$if(eventId !== undefined, (all) => all.where('eventId', '=', String(eventId)))
    .execute()
}

/** Every list in the account's folder by id, with the addresses in it. */
function contents(account: FixtureAccount) {
  return account
    .lists()
    .map(({ listId, rows }) => [listId, rows.map(({ cells }) => cells['Email Address']).sort()])
}

function listOf(account: FixtureAccount, eventId: number) {
  const [list, ...others] = account
    .lists()
    .filter(({ name }) => name.endsWith(`(${String(eventId)})`))
  expect(others).toEqual([])
  return list ?? expect.fail(`no list of ${String(eventId)}`)
}

test('lists that a restored store does not know are taken over, with one look for all of them', async () => {
  const account = await fixture.nextAccount()
  for (const registrants of [2, 3, 7, 6, 1]) account.webinar(registrants)
  await account.run()
  const before = contents(account)
  expect(before).toHaveLength(5)
  expect([calls(account, 'createList'), calls(account, 'lists')]).toEqual([5, 1])

  await setBackToAnOlderDay(account)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { read: 19 } })
  expect(contents(account)).toEqual(before)
  expect([calls(account, 'createList'), calls(account, 'lists')]).toEqual([5, 2])
})

test('new webinars cost one call more for every thousand lists, and runs without new ones none', async () => {
  const account = await fixture.nextAccount()
  const { user } = fixture.sandbox.actOn
  for (let index = 0; index < 1100; index += 1) {
    const list = { name: `List ${String(index)}`, folderName: 'Newsletters', columns: [] }
    user.addList(account.actOn.accountId, list)
  }
  const eventIds = [account.webinar(1), account.webinar(2), account.webinar(3)]
  await account.run()
  expect([calls(account, 'createList'), calls(account, 'lists')]).toEqual([3, 2])

  fixture.sandbox.world.registerMany(eventIds[0] ?? 0, 2)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  await account.run()
  expect(calls(account, 'lists')).toBe(2)
})

test('a list that a user moved to another folder is not taken over', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  await account.run()
  const { listId } = account.list()
  fixture.sandbox.actOn.user.moveList(account.actOn.accountId, listId, 'Archive')
  await setBackToAnOlderDay(account)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.list().listId).not.toBe(listId)
})

test('the list of another webinar is not taken over, whatever a user called it', async () => {
  const account = await fixture.nextAccount()
  const first = account.webinar(3)
  await account.run()
  const { listId } = account.list()
  const second = account.webinar(2)
  const name = `Copied title (${String(second)})`
  fixture.sandbox.actOn.user.renameList(account.actOn.accountId, listId, name)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  const made = account.lists().find((list) => list.listId !== listId)
  expect(made?.name).toContain(`(${String(second)})`)
  expect([made?.rows.length, account.lists().length]).toEqual([2, 2])
  const kept = account.lists().find((list) => list.listId === listId)
  expect(kept?.rows).toHaveLength(3)
  expect(first).not.toBe(second)
})

test('of several lists with the ending the one with the name of today is taken, else the one listed first', async () => {
  const account = await fixture.nextAccount()
  const { accountId } = account.actOn
  const { user } = fixture.sandbox.actOn
  const eventId = account.webinar(2)
  await account.run()
  const { listId, name, headings, folderName } = account.list()
  const copy = user.addList(accountId, {
    name: `Copy of ${name}`,
    folderName,
    columns: headings.map((heading) => ({ heading, columnType: null })),
  })

  await setBackToAnOlderDay(account)
  fixture.sandbox.world.registerMany(eventId, 1)
  await account.run()
  expect(rowsOf(account, listId)).toBe(3)

  user.renameList(accountId, listId, `Renamed (${String(eventId)})`)
  user.renameList(accountId, copy, name)
  await setBackToAnOlderDay(account)
  await account.run()
  expect([rowsOf(account, listId), rowsOf(account, copy)]).toEqual([3, 3])

  user.renameList(accountId, copy, `Copy (${String(eventId)})`)
  await setBackToAnOlderDay(account)
  fixture.sandbox.world.registerMany(eventId, 1)
  await account.run()
  expect([rowsOf(account, listId), rowsOf(account, copy)]).toEqual([4, 3])
})

function rowsOf(account: FixtureAccount, listId: string): number | undefined {
  return account.lists().find((list) => list.listId === listId)?.rows.length
}

test.each([2, 7])(
  'a list that is taken over keeps what users did to its columns: %i rows',
  async (rows) => {
    const account = await fixture.nextAccount()
    const { accountId } = account.actOn
    const { user } = fixture.sandbox.actOn
    const eventId = account.webinar(rows)
    await account.run()
    const { listId } = account.list()
    user.deleteColumn(accountId, listId, 'Industry')
    user.addColumn(accountId, listId, 'Owner', 'Title')
    await setBackToAnOlderDay(account)
    fixture.sandbox.world.registerMany(eventId, rows)
    expect(await account.run()).toMatchObject({
      outcome: 'complete',
      ledger: { created: rows, updated: rows },
    })
    const list = account.list()
    expect([list.listId, list.rows.length]).toEqual([listId, 2 * rows])
    for (const { cells } of list.rows) {
      expect(cells).toMatchObject({ Owner: '', Status: 'Registered' })
      expect(cells['ON24 Registrant ID']).toMatch(/^\d+$/)
    }
    expect(calls(account, 'createList')).toBe(1)
  },
)

test('a list that is gone is made again in the run that makes the list of a new webinar', async () => {
  const account = await fixture.nextAccount()
  const { accountId } = account.actOn
  const eventId = account.webinar(6)
  await account.run()
  const { listId } = listOf(account, eventId)
  const newer = account.webinar(1)
  fixture.sandbox.world.registerMany(eventId, 1)
  fixture.sandbox.actOn.user.deleteList(accountId, listId)
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(listOf(account, eventId).rows).toHaveLength(7)
  expect(listOf(account, newer).rows).toHaveLength(1)
  expect(account.lists()).toHaveLength(2)
})

test('no list is created before the listing was read', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  account.webinar(2)
  await account.run()
  const before = contents(account)
  await setBackToAnOlderDay(account)
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: account.actOn.accountId,
    endpoint: 'lists',
    times: 2,
    effect: { answer: { status: 503, body: '<h1>Down</h1>', contentType: 'text/html' } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { read: 5 } })
  expect(contents(account)).toEqual(before)
  expect(calls(account, 'createList')).toBe(2)
})
