/** Comparisons find what users changed in Act-On, and a repair mends it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  ActivitiesFixture,
  FixtureAccount,
} from '../../support/fixtures/activities-fixture.ts'
import { countWork } from '../../../src/store/runs/run-progress.ts'
import { countComparedLists } from '../../../src/store/verifications/verification-list.ts'
import { kindsOf } from '../../support/verification/ended-comparison.ts'
import {
  type Filled,
  openComparisonFixture,
  REPAIR,
  settledAccount,
  VERIFY,
  WEEKLY,
} from '../../support/verification/settled-account.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

const settled = (contacts?: number): Promise<Filled> => settledAccount(fixture, contacts)

const cellsOf = (account: FixtureAccount) =>
  account
    .list()
    .rows.map(({ cells }) => JSON.stringify(cells))
    .toSorted()

test('nothing is found where nothing differs, and nothing is written', async () => {
  const { account, accountId } = await settled()
  const before = fixture.sandbox.ledger.count({ account: accountId })
  const compared = await account.compare(VERIFY)
  expect(compared).toMatchObject({
    outcome: 'complete',
    findings: [],
    verification: { lists: 1, contacts: 8, missing: 0, repair: false },
  })
  const calls = fixture.sandbox.ledger.calls({ account: accountId }).slice(before)
  const writing = calls.filter(({ method, endpoint }) => method !== 'GET' && endpoint !== 'token')
  expect(writing).toEqual([])
})

test('a webinar without a list is read and does not count as a compared list', async () => {
  const { account } = await settled()
  account.webinar(0)
  await account.run()
  const compared = await account.compare(VERIFY)
  expect(compared).toMatchObject({ outcome: 'complete', verification: { lists: 1 } })
  expect(await countComparedLists(fixture.store, compared.runKey)).toBe(1)
  expect((await countWork(fixture.store, compared.runKey)).read).toBe(2)
})

type Meddle = (filled: Filled) => void

/** What a user does, and what a comparison says of it. */
const MEDDLING: readonly (readonly [string, Meddle, readonly string[]])[] = [
  [
    'a deleted row',
    ({ account, accountId }) =>
      fixture.sandbox.actOn.user.deleteRow(accountId, account.list().rows[0]?.recordId ?? ''),
    ['missing'],
  ],
  [
    'an edited cell',
    ({ account, accountId }) =>
      fixture.sandbox.actOn.user.editCell(
        accountId,
        account.list().rows[0]?.recordId ?? '',
        'Company',
        'Another company',
      ),
    ['userEdited Company'],
  ],
  [
    'an edited address',
    ({ account, accountId }) =>
      fixture.sandbox.actOn.user.editCell(
        accountId,
        account.list().rows[0]?.recordId ?? '',
        'Email Address',
        'typo.zq7canary@example.com',
      ),
    ['userEdited Email Address'],
  ],
  [
    'a cleared registrant id',
    ({ account, accountId }) =>
      fixture.sandbox.actOn.user.editCell(
        accountId,
        account.list().rows[0]?.recordId ?? '',
        'ON24 Registrant ID',
        '',
      ),
    ['userEdited ON24 Registrant ID'],
  ],
  [
    'a copied row',
    ({ account, accountId, listId }) => {
      fixture.sandbox.actOn.user.addRow(accountId, listId, account.list().rows[0]?.cells ?? {})
    },
    ['duplicate'],
  ],
  [
    'a row copied to another address',
    ({ account, accountId, listId }) => {
      fixture.sandbox.actOn.user.addRow(accountId, listId, {
        ...account.list().rows[0]?.cells,
        'Email Address': 'second.zq7canary@example.com',
      })
    },
    ['extra'],
  ],
]

describe.each(MEDDLING)('%s', (_, meddle, expected) => {
  test('is found, and nothing is written', async () => {
    const filled = await settled()
    meddle(filled)
    const before = cellsOf(filled.account)
    const compared = await filled.account.compare(VERIFY)
    expect(kindsOf(compared)).toEqual(expected)
    expect(cellsOf(filled.account)).toEqual(before)
  })

  test('is repaired, and then nothing is found', async () => {
    const filled = await settled()
    const before = cellsOf(filled.account)
    meddle(filled)
    const repaired = await filled.account.compare(REPAIR)
    expect(kindsOf(repaired)).toEqual(expected)
    expect(repaired.verification).toMatchObject({ repaired: expected.length })
    expect(cellsOf(filled.account)).toEqual(before)
    expect(await filled.account.compare(VERIFY)).toMatchObject({ findings: [] })
  })
})

test('rows of users, without an id of ours, are neither counted nor touched', async () => {
  const { account, accountId, listId } = await settled()
  const { user } = fixture.sandbox.actOn
  user.addRow(accountId, listId, { 'Email Address': 'own.zq7canary@example.com' })
  user.addColumn(accountId, listId, 'Their own')
  expect(await account.compare(REPAIR)).toMatchObject({
    findings: [],
    verification: { contacts: 8 },
  })
  expect(account.list().rows).toHaveLength(9)
})

test('a deleted list that nobody is left for counts as repaired, and is not made again', async () => {
  const { account, accountId, listId } = await settled(1)
  const { world, actOn } = fixture.sandbox
  const id = Number(account.list().rows[0]?.cells['ON24 Registrant ID'])
  actOn.user.deleteList(accountId, listId)
  world.forget(id)
  const compared = await account.compare(WEEKLY)
  expect(kindsOf(compared)).toEqual(['listGone'])
  expect(compared.findings[0]?.repairedAt).not.toBeNull()
  expect(account.lists()).toEqual([])
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test('a deleted list is found with all its people, and made again', async () => {
  const { account, accountId, listId } = await settled()
  fixture.sandbox.actOn.user.deleteList(accountId, listId)
  const found = await account.compare(VERIFY)
  expect(found.verification).toMatchObject({ missing: 8, repaired: 0 })
  expect(found.findings.filter(({ kind }) => kind === 'listGone')).toHaveLength(1)
  expect(account.lists()).toEqual([])
  const made = await account.compare(WEEKLY)
  expect(made).toMatchObject({ outcome: 'complete', ledger: { created: 8 } })
  expect(made.verification).toMatchObject({ repaired: 9 })
  expect(account.list().rows).toHaveLength(8)
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test('a list in another folder, and one without a column of ours, are told', async () => {
  const moved = await settled()
  fixture.sandbox.actOn.user.moveList(moved.accountId, moved.listId, 'Elsewhere')
  expect(kindsOf(await moved.account.compare(VERIFY))).toEqual(['listMoved'])
  const narrowed = await settled()
  fixture.sandbox.actOn.user.deleteColumn(narrowed.accountId, narrowed.listId, 'Company')
  expect(kindsOf(await narrowed.account.compare(VERIFY))).toEqual(['columnMissing Company'])
})

test('of a list that users emptied, a column of ours that is gone is told, too', async () => {
  const { account, accountId, listId } = await settled(2)
  const { user } = fixture.sandbox.actOn
  user.deleteColumn(accountId, listId, 'Company')
  for (const { recordId } of account.list().rows) user.deleteRow(accountId, recordId)
  const found = kindsOf(await account.compare(VERIFY))
  expect(found).toEqual(['columnMissing Company', 'missing', 'missing'])
})

test('suspiciously many rows are not removed, and their findings stay', async () => {
  const { account, accountId, listId } = await settled(101)
  const { rows } = account.list()
  for (const [index, { cells }] of rows.slice(0, 31).entries()) {
    const email = `copy${String(index)}.zq7canary@example.com`
    fixture.sandbox.actOn.user.addRow(accountId, listId, { ...cells, 'Email Address': email })
  }
  const repaired = await account.compare(REPAIR)
  expect(repaired.verification).toMatchObject({ extra: 31, repaired: 0 })
  expect(account.list().rows).toHaveLength(132)
})

test('a list that refuses the removal of a row keeps it, and the finding stays', async () => {
  const { account, accountId, listId } = await settled()
  fixture.sandbox.actOn.user.addRow(accountId, listId, account.list().rows[0]?.cells ?? {})
  const refusal = { answer: { status: 403, body: '{"status":"error","message":"No."}' } }
  const lift = fixture.sandbox.faults.add({
    ...{ vendor: 'actOn', account: accountId, endpoint: 'deleteRecords', times: Infinity },
    effect: refusal,
  })
  const repaired = await account.compare(REPAIR)
  lift()
  expect(repaired.verification).toMatchObject({ duplicate: 1, repaired: 0 })
  expect(account.list().rows).toHaveLength(9)
  expect(await account.compare(REPAIR)).toMatchObject({ verification: { repaired: 1 } })
  expect(account.list().rows).toHaveLength(8)
})
