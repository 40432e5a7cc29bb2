/** A row whose write got no answer may be in the list. It is found again, whatever happens to the person meanwhile. */
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { STRICT_KNOBS } from '../../../sandbox/act-on/knobs.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const DAY_MS = 24 * 3_600_000

let keeping: ActivitiesFixture
let removing: ActivitiesFixture
beforeAll(async () => {
  keeping = await openActivitiesFixture()
  removing = await openActivitiesFixture({ env: { CANCELLED_REGISTRANTS: 'remove' } })
})
afterAll(async () => {
  await keeping.close()
  await removing.close()
})
afterEach(() => {
  for (const { sandbox } of [keeping, removing]) {
    sandbox.faults.clear()
    sandbox.actOn.knobs.rejectRow = STRICT_KNOBS.rejectRow
  }
})

/** Runs the account: its next call of the endpoint takes effect but gets no answer, and all later calls are refused. */
async function runWithLostAnswer(
  { sandbox: { faults, actOn } }: ActivitiesFixture,
  account: FixtureAccount,
  endpoint: string,
): Promise<void> {
  const { accountId } = account.actOn
  faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint,
    effect: { cut: 'after', beforeAnswer: () => actOn.user.disableApi(accountId) },
  })
  expect(await account.run()).toMatchObject({ outcome: 'failed' })
  actOn.user.enableApi(accountId)
}

const idsIn = (account: FixtureAccount) =>
  account.list().rows.map(({ cells }) => Number(cells['ON24 Registrant ID']))

const kindsOf = async ({ store }: ActivitiesFixture, { on24ClientId }: FixtureAccount) =>
  (await troublesOfAccount(store, on24ClientId)).map(({ kind }) => kind)

test('a person written without an answer, then cancelled and forgotten, is removed from the list', async () => {
  const account = await keeping.nextAccount()
  const { world } = keeping.sandbox
  const person = world.register(account.webinar(0))
  await runWithLostAnswer(keeping, account, 'upsertContact')
  world.softDelete(person)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { pending: 0 } })
  expect(idsIn(account)).toEqual([person])
  world.forget(person)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
  expect(idsIn(account)).toEqual([])
})

test('a cancelled person who was certainly never written is filtered, and nothing is removed', async () => {
  const account = await keeping.nextAccount()
  const { world, actOn } = keeping.sandbox
  const person = world.register(account.webinar(0))
  actOn.knobs.rejectRow = () => 'Not welcome'
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  world.softDelete(person)
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { filtered: { cancelled: 1 }, pending: 0 },
  })
})

test('a person written without an answer, then rejected and forgotten, is removed from the list', async () => {
  const account = await keeping.nextAccount()
  const { world, actOn } = keeping.sandbox
  const person = world.register(account.webinar(0))
  await runWithLostAnswer(keeping, account, 'upsertContact')
  actOn.knobs.rejectRow = () => 'Not welcome'
  world.editProfile(person, { company: 'Zq7canary Ltd' }, 'client')
  await account.run()
  expect(await account.run()).toMatchObject({ outcome: 'rejections', ledger: { rejected: 1 } })
  world.forget(person)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
  expect(idsIn(account)).toEqual([])
})

test('rows expire also while the account is paused, and contacts that may be in the list are looked up afterwards', async () => {
  const fixture = await openActivitiesFixture()
  onTestFinished(() => fixture.close())
  const account = await fixture.nextAccount()
  const { world, clock } = fixture.sandbox
  const person = world.register(account.webinar(0))
  await runWithLostAnswer(fixture, account, 'upsertContact')
  await account.pause()
  for (let day = 0; day < 120; day += 30) {
    clock.advance(30 * DAY_MS)
    await account.keepAlive()
  }
  expect(await troublesOfAccount(fixture.store, account.on24ClientId)).toMatchObject([
    { kind: 'rowsExpired', rows: 1 },
  ])
  const waiting = fixture.store.selectFrom('waitingRow').select('registrantId')
  expect(await waiting.execute()).toEqual([])
  const notices = fixture.store.selectFrom('notice').select(['kind']).orderBy('seq', 'desc')
  expect(await notices.executeTakeFirst()).toEqual({ kind: 'rowsExpired' })
  await account.resume()
  world.forget(person)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
  expect(idsIn(account)).toEqual([])
  expect(await kindsOf(fixture, account)).toEqual([])
})

test('a person who returns after an unanswered removal and another read is written again', async () => {
  const account = await removing.nextAccount()
  const { world } = removing.sandbox
  const eventId = account.webinar(2)
  const person = world.register(eventId)
  await account.run()
  world.softDelete(person)
  await runWithLostAnswer(removing, account, 'deleteRecords')
  world.undelete(person)
  world.changeAddress(person, 'not an address')
  await account.run()
  world.changeAddress(person, 'back@example.com')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { pending: 0 } })
  expect(idsIn(account)).toContain(person)
})

test('a move whose old row cannot be deleted is retried: two rows of one person never end as complete', async () => {
  const account = await keeping.nextAccount()
  const { world, faults, actOn } = keeping.sandbox
  const eventId = account.webinar(1)
  const [mover, other] = [world.register(eventId), world.register(eventId)]
  await account.run()
  const { accountId } = account.actOn
  const { listId, rows } = account.list()
  // An Act-On user adds a row with the address that the person is about to get.
  actOn.user.addRow(accountId, listId, { 'Email Address': 'new@example.com' })
  world.changeAddress(mover, 'new@example.com')
  const recordId = rows.find(({ cells }) => cells['ON24 Registrant ID'] === String(mover))?.recordId
  const failedList = [{ id: recordId, reason: 'Try later' }]
  const body = JSON.stringify({ success_count: 0, fail_count: 1, failedList })
  const withdraw = faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint: 'deleteRecords',
    times: Infinity,
    effect: { answer: { status: 200, body } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  expect(await kindsOf(keeping, account)).toEqual(['removalRefused'])
  withdraw()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 1 } })
  expect(idsIn(account).filter((id) => id === mover)).toHaveLength(1)
  expect(idsIn(account)).toContain(other)
  expect(await kindsOf(keeping, account)).toEqual([])
})

test('a merge with a lost answer counts the contacts that it created', async () => {
  const account = await keeping.nextAccount()
  account.webinar(8)
  await runWithLostAnswer(keeping, account, 'merge')
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { created: 8, updated: 0 },
  })
})

test('an upsert with a lost answer counts as created when it is sent again', async () => {
  const account = await keeping.nextAccount()
  account.webinar(1)
  await runWithLostAnswer(keeping, account, 'upsertContact')
  expect(await account.run()).toMatchObject({ ledger: { created: 1, updated: 0 } })
})

test("a user's own list with the webinar's ending is not taken for ours", async () => {
  const account = await keeping.nextAccount()
  const { actOn } = keeping.sandbox
  const { accountId } = account.actOn
  const eventId = account.webinar(2)
  const columns = ['Email Address', 'Remarks'].map((heading) => ({ heading, columnType: null }))
  const name = `Notes (${String(eventId)})`
  actOn.user.addList(accountId, { name, folderName: account.on24ClientId, columns })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  const lists = account.lists()
  expect(lists.map(({ rows }) => rows.length).toSorted()).toEqual([0, 2])
})
