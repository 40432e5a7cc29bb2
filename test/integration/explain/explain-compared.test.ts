/** An explanation agrees with the newest comparison of the list, whatever the journal said before. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import { accountWithSettledPerson, outcomesOf } from '../../support/rows/explained.ts'
import {
  openComparisonFixture,
  REPAIR,
  VERIFY,
  WEEKLY,
} from '../../support/verification/settled-account.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

async function withSettledPerson() {
  const known = await accountWithSettledPerson(fixture)
  const { account, person } = known
  const { clock, actOn, world } = fixture.sandbox
  const { accountId } = account.actOn
  return {
    ...known,
    compare: async (mode = VERIFY) => {
      clock.advance(60_000)
      await account.compare(mode)
    },
    deleteList: () => actOn.user.deleteList(accountId, account.list().listId),
    addRow: (cells: Readonly<Record<string, string>>) =>
      actOn.user.addRow(accountId, account.list().listId, cells),
    forget: () => world.forget(person),
  }
}

const ADVICE =
  /Unless ON24 changes the registration, only a repair restores the row: Repair on the account's page, or the command “verify \d+ --repair”\./

test('a list that a user deleted has no row, and the journal knows it once', async () => {
  const { account, explain, compare, deleteList } = await withSettledPerson()
  deleteList()
  await compare()
  await compare()
  const explained = await explain()
  expect(explained).toMatchObject({ row: 'notInList', status: null, confirmedAt: null })
  expect(explained.explanation).toMatch(
    /^A user has deleted the list “.+”, as the comparison on .+ UTC found, so there is no row\./,
  )
  expect(explained.explanation).not.toContain('with Status')
  expect(outcomesOf(explained)).toEqual(['missing', 'written'])
  await compare(WEEKLY)
  const written = await explain()
  expect(written).toMatchObject({ row: 'inList', status: 'Registered' })
  expect(written.explanation).not.toContain('deleted')
  expect(outcomesOf(written)).toEqual(['written', 'listGone', 'missing', 'written'])
  expect(account.list().rows).toHaveLength(6)
})

test('a row that a user deleted is not in the list, and a repair restores it', async () => {
  const { explain, compare, deleteRow } = await withSettledPerson()
  deleteRow()
  await compare(WEEKLY)
  const explained = await explain()
  expect(explained).toMatchObject({ row: 'notInList', status: null, confirmedAt: null })
  expect(explained.explanation).toMatch(
    /^It has no row in the list “.+”; Act-On last confirmed it on .+ UTC\. The comparison on .+ UTC found no row of this registration in the list\. /,
  )
  expect(explained.explanation).toMatch(ADVICE)
  await compare(REPAIR)
  const repaired = await explain()
  expect(repaired).toMatchObject({ row: 'inList', status: 'Registered' })
  expect(repaired.explanation).not.toContain('The comparison on')
})

test('a row that came back although its person is forgotten is in the list, until a repair', async () => {
  const { row, forget, account, explain, compare, addRow } = await withSettledPerson()
  const { cells } = row()
  forget()
  await compare(WEEKLY)
  expect(await explain()).toMatchObject({ row: 'notInList' })
  fixture.sandbox.clock.advance(60_000)
  addRow(cells)
  await compare()
  const explained = await explain()
  expect(explained).toMatchObject({ row: 'inList', status: null, confirmedAt: null })
  expect(explained.explanation).toMatch(
    /^A row of it is in the list “.+”\. The row was removed from the list because the person is forgotten in ON24\. The comparison on .+ UTC found a row of this registration that should not be in the list\. A repair removes the row that should not be there: Repair on /,
  )
  await compare(REPAIR)
  const repaired = await explain()
  expect(repaired).toMatchObject({ row: 'notInList' })
  expect(repaired.explanation).toContain('A repair removed a row that should not have been in')
  expect(account.list().rows).toHaveLength(5)
})

test('a cell that a user changed and restored is not reported any more', async () => {
  const { row, explain, compare, edit } = await withSettledPerson()
  const company = row().cells['Company'] ?? ''
  await compare()
  expect((await explain()).explanation).toMatch(
    /The comparison on .+ UTC reported nothing about it\./,
  )
  edit('Company', 'Edited zq7canary')
  await compare()
  const edited = await explain()
  expect(edited.explanation).toMatch(
    /The comparison on .+ UTC found cells that a user changed in Act-On: Company\./,
  )
  expect(edited.explanation).toMatch(ADVICE)
  edit('Company', company)
  await compare()
  const restored = await explain()
  expect(restored.explanation).not.toContain('Company')
  expect(restored.explanation).toMatch(/The comparison on .+ UTC reported nothing about it\./)
  expect(outcomesOf(restored)).toEqual(['userEdited', 'written'])
  edit('Company', 'Edited zq7canary')
  await compare()
  expect((await explain()).explanation).toContain('changed in Act-On: Company.')
})

test('a list whose rows cannot be told apart says nothing about a row', async () => {
  const { account, explain, compare } = await withSettledPerson()
  const { user } = fixture.sandbox.actOn
  user.deleteColumn(account.actOn.accountId, account.list().listId, 'ON24 Registrant ID')
  await compare()
  expect((await explain()).explanation).toMatch(
    /The comparison on .+ UTC could not tell the rows of the list apart/,
  )
})

test('a row of a list that was deleted and made again is not the earlier one', async () => {
  const { account, eventId, row, forget, explain, compare, addRow, deleteList } =
    await withSettledPerson()
  const { cells } = row()
  forget()
  await compare(WEEKLY)
  fixture.sandbox.clock.advance(60_000)
  addRow(cells)
  await compare()
  expect(await explain()).toMatchObject({ row: 'inList' })
  deleteList()
  fixture.sandbox.world.register(eventId)
  await account.run()
  expect(account.list().rows).toHaveLength(6)
  expect(await explain()).toMatchObject({ row: 'notInList' })
})
