import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const ID = 'ON24 Registrant ID'
const HOUR_MS = 60 * 60 * 1000

let fixture: ActivitiesFixture
let removing: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ actOnKnobs: { jobUnpolledMs: 300 } })
  removing = await openActivitiesFixture({ env: { CANCELLED_REGISTRANTS: 'remove' } })
})
afterAll(async () => {
  await fixture.close()
  await removing.close()
})
afterEach(() => {
  fixture.sandbox.faults.clear()
})

async function filled(people: number, of = fixture) {
  const account = await of.nextAccount()
  const eventId = account.webinar(0)
  const ids = of.sandbox.world.registerMany(eventId, people)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: people } })
  return { account, eventId, ids }
}

function registrantIds(account: FixtureAccount): string[] {
  return account.list().rows.map(({ cells }) => cells[ID] ?? '')
}

/** Everything that the store holds about the account's webinars and people, as text. */
async function stored({ on24ClientId }: FixtureAccount): Promise<string> {
  const { store } = fixture
  const tables = ['webinar', 'registration', 'waitingRow', 'mergeJob', 'trouble'] as const
  const rows = await Promise.all(
    tables.map((table) =>
      store.selectFrom(table).selectAll().where('on24ClientId', '=', on24ClientId).execute(),
    ),
  )
  return JSON.stringify(rows)
}

describe('a row whose id a user has changed', () => {
  async function withChangedId() {
    const { account, eventId, ids } = await filled(3)
    const [person = 0] = ids
    const row = account.list().rows.find(({ cells }) => cells[ID] === String(person))
    const { recordId = '', cells = {} } = row ?? {}
    fixture.sandbox.actOn.user.editCell(account.actOn.accountId, recordId, ID, 'changed')
    return { account, eventId, person, email: cells['Email Address'] }
  }

  test('is removed when ON24 forgets the person', async () => {
    const { account, person, email } = await withChangedId()
    fixture.sandbox.world.forget(person)
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
    expect(account.list().rows).toHaveLength(2)
    expect(JSON.stringify(account.list().rows)).not.toContain(email)
  })

  test('is moved when the person changes the address', async () => {
    const { account, person, email } = await withChangedId()
    fixture.sandbox.world.changeAddress(person, 'moved.zq7canary@example.com')
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 1 } })
    expect(account.list().rows).toHaveLength(3)
    expect(JSON.stringify(account.list().rows)).not.toContain(email)
    expect(registrantIds(account)).toContain(String(person))
  })
})

test('a forgotten person is removed from the list and the store, with a receipt without personal data', async () => {
  const { account, ids } = await filled(6)
  const [gone = 0] = ids
  const row = account.list().rows.find(({ cells }) => cells[ID] === String(gone))
  fixture.sandbox.world.forget(gone)
  const ended = await account.run()
  expect(ended).toMatchObject({
    outcome: 'complete',
    ledger: { read: 6, removed: 1, unchanged: 5 },
  })
  expect(registrantIds(account)).toHaveLength(5)
  expect(registrantIds(account)).not.toContain(String(gone))
  expect(await stored(account)).not.toContain(String(gone))

  const receipts = await fixture.store
    .selectFrom('removalReceipt')
    .selectAll()
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()
  expect(receipts).toMatchObject([{ registrantId: String(gone), rowsRemoved: 1 }])
  const values = Object.values(row?.cells ?? {}).filter((value) => /zq7canary/i.test(value))
  expect(values.length).toBeGreaterThan(5)
  for (const value of values) expect(JSON.stringify(receipts)).not.toContain(value)
  expect(receipts[0]?.note).toContain('account-wide contacts')

  expect(await account.run()).toMatchObject({
    ledger: { read: 6, unchanged: 5, removed: 0, filtered: { forgotten: 1 } },
  })
})

test('a person who is forgotten while waiting for Act-On is never written', async () => {
  const { account, eventId } = await filled(2)
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  const waiting = fixture.sandbox.world.register(eventId)
  expect(await account.run()).toMatchObject({ outcome: 'failed', ledger: { pending: 1 } })
  expect(await stored(account)).toContain(String(waiting))
  fixture.sandbox.world.forget(waiting)
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { created: 0, pending: 0 } })
  expect(await stored(account)).not.toContain(String(waiting))
  expect(registrantIds(account)).not.toContain(String(waiting))
})

test('every row of a forgotten person is deleted, also a copy made by a user', async () => {
  const { account, ids } = await filled(3)
  const [gone = 0] = ids
  const { user } = fixture.sandbox.actOn
  const { listId, rows } = account.list()
  const row = rows.find(({ cells }) => cells[ID] === String(gone))
  user.addRow(account.actOn.accountId, listId, row?.cells ?? {})
  const blanked = { ...row?.cells, 'ON24 Registrant ID': '' }
  user.addRow(account.actOn.accountId, listId, blanked)
  fixture.sandbox.world.forget(gone)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
  const address = row?.cells['Email Address']
  const left = account.list().rows.filter(({ cells }) => cells['Email Address'] === address)
  expect(left).toEqual([])
  expect(account.list().rows).toHaveLength(2)
})

test('a cancelled registration stays as it is, unless cancelled ones are to be removed', async () => {
  const kept = await filled(3)
  fixture.sandbox.world.softDelete(kept.ids[0] ?? 0)
  expect(await kept.account.run()).toMatchObject({ ledger: { unchanged: 3, removed: 0 } })
  expect(kept.account.list().rows).toHaveLength(3)

  const { account, ids } = await filled(3, removing)
  const [cancelled = 0] = ids
  removing.sandbox.world.softDelete(cancelled)
  expect(await account.run()).toMatchObject({ ledger: { unchanged: 2, removed: 1 } })
  expect(registrantIds(account)).not.toContain(String(cancelled))
  expect(await account.run()).toMatchObject({ ledger: { filtered: { cancelled: 1 } } })
  removing.sandbox.world.undelete(cancelled)
  expect(await account.run()).toMatchObject({ ledger: { created: 1, unchanged: 2 } })
  expect(registrantIds(account)).toContain(String(cancelled))
})

test.each([
  [30, 0],
  [31, 31],
])(
  'of 101 contacts %i may be removed at once; more are held, and everything else is delivered',
  async (gone, held) => {
    const { account, eventId, ids } = await filled(101)
    for (const id of ids.slice(0, gone)) fixture.sandbox.world.forget(id)
    fixture.sandbox.world.registerMany(eventId, 5)
    const other = account.webinar(2)
    expect(await account.run()).toMatchObject({
      outcome: held === 0 ? 'complete' : 'incomplete',
      ledger: { created: 7, removed: gone - held, pending: held },
    })
    expect(account.lists().map(({ rows }) => rows.length)).toEqual([106 - gone + held, 2])
    expect(account.lists()[1]?.name).toContain(String(other))
    const troubles = await troublesOfAccount(fixture.store, account.on24ClientId)
    expect(troubles.map(({ kind, rows }) => ({ kind, rows }))).toEqual(
      held === 0 ? [] : [{ kind: 'removalsHeld', rows: held }],
    )
    // The next run still holds the removals, although the list has grown: no operator has decided.
    expect(await account.run()).toMatchObject({ ledger: { removed: 0, pending: held } })
    // The removal of one more person is allowed.
    fixture.sandbox.world.registerMany(eventId, 20)
    await account.run()
    fixture.sandbox.world.forget(ids[100] ?? 0)
    expect(await account.run()).toMatchObject({ ledger: { removed: 1, pending: held } })
  },
)

test('no person is removed while a merge with a lost answer may still write them back', async () => {
  const { account, eventId, ids } = await filled(6)
  const [gone = 0] = ids
  const { accountId } = account.actOn
  for (const id of ids)
    fixture.sandbox.world.editProfile(id, { company: 'New zq7canary' }, 'client')
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint: 'merge',
    effect: { cut: 'after' },
  })
  expect(await account.run()).toMatchObject({ outcome: 'complete', retried: { length: 1 } })
  fixture.sandbox.world.forget(gone)
  fixture.sandbox.world.registerMany(eventId, 1)
  expect(await account.run()).toMatchObject({ ledger: { created: 1, pending: 1, removed: 0 } })
  // The sandbox runs jobs in real time, independently of its clock.
  await expect
    .poll(() => fixture.sandbox.actOn.jobs(accountId).every(({ state }) => state === 'done'))
    .toBe(true)
  fixture.sandbox.clock.advance(HOUR_MS / 4)
  expect(await account.run()).toMatchObject({ ledger: { removed: 1, pending: 0 } })
  expect(registrantIds(account)).not.toContain(String(gone))
})
