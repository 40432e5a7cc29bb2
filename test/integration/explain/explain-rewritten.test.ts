/** The journal knows why a row was written again: what ON24 had changed, what a repair found, or an operator's rebuild. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeAccount } from '../../../src/accounts/change-account.ts'
import { NO_HASH } from '../../../src/reading/row-hashes.ts'
import { rebuildListOf } from '../../../src/web/use-cases/rebuild-list.ts'
import type { ActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import {
  accountWithPerson,
  accountWithSettledPerson,
  explainOne,
  outcomesOf,
} from '../../support/rows/explained.ts'
import {
  openComparisonFixture,
  REPAIR,
  VERIFY,
} from '../../support/verification/settled-account.ts'

const OPERATOR = { actor: 'operator:ada', address: null }

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

async function withSettledPerson() {
  const known = await accountWithSettledPerson(fixture)
  const { account, eventId } = known
  const place = { on24ClientId: account.on24ClientId, eventId: String(eventId) }
  return { ...known, rebuild: () => rebuildListOf(fixture, place, OPERATOR) }
}

/** Without a trace that discovery would find. */
const changeCompany = (person: number) =>
  fixture.sandbox.world.editProfile(person, { company: 'Another zq7canary' }, 'client')

test('a repair that writes what ON24 changed says which cells', async () => {
  const { account, person, explain } = await withSettledPerson()
  changeCompany(person)
  await account.compare(REPAIR)
  expect((await explain()).changes[0]).toMatchObject({
    changed: ['registration'],
    reason: null,
    message: 'ON24 had changed the registration data: the row was written, with Status Registered.',
  })
})

test('a repair of a row that a user edited or deleted, also if ON24 had changed it', async () => {
  const { account, person, explain, edit, deleteRow } = await withSettledPerson()
  edit('Company', 'Edited zq7canary')
  await account.compare(REPAIR)
  expect((await explain()).changes[0]).toMatchObject({
    changed: [],
    reason: 'userEdited',
    message:
      'The row was written again, with Status Registered, because a repair found cells that a user had changed in Act-On.',
  })
  deleteRow()
  changeCompany(person)
  await account.compare(REPAIR)
  expect((await explain()).changes[0]).toMatchObject({
    changed: ['registration'],
    reason: 'missing',
    message:
      'ON24 had changed the registration data, and a repair found no row of this registration in the list: the row was written, with Status Registered.',
  })
})

test('an address that a user replaced is no new address, also if ON24 changed other cells', async () => {
  const { account, person, explain, edit } = await withSettledPerson()
  edit('Email Address', 'edited.zq7canary@example.com')
  await account.compare(REPAIR)
  const moved = await explain()
  expect(moved.changes[0]).toMatchObject({ decision: 'move', changed: [] })
  expect(moved.changes[0]?.message).toContain(
    'because a repair found cells that a user had changed',
  )
  edit('Email Address', 'edited.zq7canary@example.com')
  changeCompany(person)
  await account.compare(REPAIR)
  expect((await explain()).changes[0]).toMatchObject({
    decision: 'move',
    changed: ['registration'],
    message: 'ON24 had changed the registration data: the row was written, with Status Registered.',
  })
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

const REBUILT = 'because an operator had asked for the whole list to be written again'

test('a rebuild is the reason of its writes, and is said once', async () => {
  const { account, explain, rebuild } = await withSettledPerson()
  await rebuild()
  await rebuild()
  expect((await explain()).explanation).toContain(
    'An operator asked for the whole list to be written again. This was on ',
  )
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  const waiting = await explain()
  expect(waiting.explanation).toContain(
    `The row is to be written again, with Status Registered, ${REBUILT}. It waits. `,
  )
  expect(waiting.explanation).not.toContain('An operator asked')
  await rebuild()
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  await account.run()
  const written = await explain()
  expect(outcomesOf(written)).toEqual(['written', 'rebuilt', 'written'])
  expect(written.changes[0]).toMatchObject({
    changed: [],
    reason: 'rebuilt',
    message: `The row was written again, with Status Registered, ${REBUILT}.`,
  })
  await rebuild()
  await account.run()
  expect(outcomesOf(await explain())).toEqual([
    'written',
    'rebuilt',
    'written',
    'rebuilt',
    'written',
  ])
})

test('a rebuild also tells what ON24 had changed, unless every time is in another zone', async () => {
  const { account, person, explain, rebuild } = await withSettledPerson()
  changeCompany(person)
  await rebuild()
  await account.run()
  const written = await explain()
  expect(written.changes[0]).toMatchObject({ changed: ['registration'], reason: 'rebuilt' })
  expect(written.changes[0]?.message).toMatch(
    /^ON24 had changed the registration data, and an operator had/,
  )
  const abort = new AbortController()
  const zone = { timeZone: 'Australia/Sydney' }
  await changeAccount(fixture, account.on24ClientId, zone, abort.signal, () => Promise.resolve())
  await rebuild()
  await account.run()
  expect((await explain()).changes[0]).toMatchObject({ changed: [], reason: 'rebuilt' })
})

test('what ON24 changed is also known after an answer that was lost', async () => {
  const { account, id, person, explain } = await withSettledPerson()
  await fixture.store
    .updateTable('registration')
    .set({ unansweredSends: 1 })
    .where('registrantId', '=', id)
    .execute()
  changeCompany(person)
  await account.compare(REPAIR)
  expect((await explain()).changes[0]).toMatchObject({ changed: ['registration'], reason: null })
})

test('a new person whose row was sent without an answer is still a new row', async () => {
  const { account, eventId } = await accountWithPerson(fixture)
  const person = fixture.sandbox.world.register(eventId)
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  // As if a call had been made, whose answer was lost.
  await fixture.store
    .insertInto('registration')
    .columns([
      'on24ClientId',
      'eventId',
      'registrantId',
      'addressHash',
      'registrationHash',
      'activityHash',
      'cellsMask',
      'attended',
      'unansweredSends',
    ])
    .expression((select) =>
      select
        .selectFrom('waitingRow')
        .select(({ val }) => [
          'on24ClientId',
          'eventId',
          'registrantId',
          'addressHash',
          val(NO_HASH).as('registrationHash'),
          val(NO_HASH).as('activityHash'),
          'cellsMask',
          'attended',
          val(1).as('unansweredSends'),
        ])
        .where('registrantId', '=', String(person)),
    )
    .execute()
  await account.run()
  const { changes } = await explainOne(fixture, account, String(person))
  expect(changes[0]?.message).toBe('A new row was written, with Status Registered.')
})
