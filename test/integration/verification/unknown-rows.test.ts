/** Rows that we wrote and of which the store does not know, because it was restored from an older backup. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getWebinar, updateWebinar } from '../../../src/store/webinars/webinars.ts'
import type { ActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import { kindsOf } from '../../support/verification/ended-comparison.ts'
import {
  type Filled,
  openComparisonFixture,
  REPAIR,
  settledAccount,
  VERIFY,
  WEEK_MS,
  WEEKLY,
} from '../../support/verification/settled-account.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

const settled = (contacts?: number): Promise<Filled> => settledAccount(fixture, contacts)

/** As in a store from before these people were written. */
async function loseFromStore(people: readonly number[]): Promise<void> {
  await fixture.store
    .deleteFrom('registration')
    .where('registrantId', 'in', people.map(String))
    .execute()
}

/** Runs until no run reads the webinar any more. */
async function settle({ account }: Filled): Promise<void> {
  await account.run()
  fixture.sandbox.clock.advance(WEEK_MS)
  await account.run()
}

async function expectOneRepairIsEnough(filled: Filled, kinds: readonly string[]): Promise<void> {
  const { account } = filled
  expect(kindsOf(await account.compare(VERIFY))).toEqual(kinds)
  expect((await account.compare(REPAIR)).verification).toMatchObject({ repaired: kinds.length })
  expect(truthDifferences(fixture.sandbox, account)).toEqual([])
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
}

const receiptsOf = ({ account }: Filled) =>
  fixture.store
    .selectFrom('removalReceipt')
    .select(['registrantId', 'rowsRemoved'])
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()

test('the row of a person whom ON24 has forgotten is extra, and a repair removes it with a receipt', async () => {
  const filled = await settled()
  const { world } = fixture.sandbox
  const [person = 0] = world.registerMany(filled.eventId, 1)
  await settle(filled)
  world.forget(person)
  await loseFromStore([person])
  expect(kindsOf(await filled.account.compare(WEEKLY))).toEqual(['extra'])
  expect(filled.account.list().rows).toHaveLength(9)
  await expectOneRepairIsEnough(filled, ['extra'])
  expect(await receiptsOf(filled)).toEqual([{ registrantId: String(person), rowsRemoved: 1 }])
})

test('the row of a person whose address has changed moves', async () => {
  const filled = await settled()
  const { world } = fixture.sandbox
  const [person = 0] = world.registerMany(filled.eventId, 1)
  await settle(filled)
  world.changeAddress(person, 'moved.zq7canary@example.com')
  fixture.sandbox.clock.advance(WEEK_MS)
  await loseFromStore([person])
  const ids = () =>
    filled.account
      .list()
      .rows.map(({ recordId }) => recordId)
      .toSorted()
  const before = ids()
  await expectOneRepairIsEnough(filled, ['different Email Address'])
  expect(ids()).toEqual(before)
})

test('both rows of a person who was written again at a new address become one', async () => {
  const filled = await settled()
  const { world } = fixture.sandbox
  const [person = 0] = world.registerMany(filled.eventId, 1)
  await settle(filled)
  await loseFromStore([person])
  world.changeAddress(person, 'again.zq7canary@example.com')
  world.attend(person, { minutes: 5 })
  fixture.sandbox.clock.advance(3_600_000)
  await settle(filled)
  expect(filled.account.list().rows).toHaveLength(10)
  await expectOneRepairIsEnough(filled, ['extra'])
})

test('a row that a later registration took over is given back whole when that one is forgotten', async () => {
  const filled = await settled()
  const { world, clock } = fixture.sandbox
  const email = 'twins.zq7canary@example.com'
  const { eventId } = filled
  world.register(eventId, { email, profile: { firstname: 'First' } })
  await settle(filled)
  clock.advance(1000)
  const profile = { firstname: 'Second', city: 'Only of the second', company: 'Its company' }
  const second = world.register(eventId, { email, profile })
  world.attend(second, { minutes: 7, polls: 2 })
  clock.advance(3_600_000)
  const backup = await fixture.store
    .selectFrom('registration')
    .selectAll()
    .where('on24ClientId', '=', filled.account.on24ClientId)
    .execute()
  await settle(filled)
  await fixture.store
    .deleteFrom('registration')
    .where('on24ClientId', '=', filled.account.on24ClientId)
    .execute()
  await fixture.store.insertInto('registration').values(backup).execute()
  world.forget(second)
  clock.advance(WEEK_MS)

  const [kind] = kindsOf(await filled.account.compare(VERIFY))
  expect(kind).toMatch(/^userEdited FirstName Company City Status .*ON24 Registrant ID$/)
  await expectOneRepairIsEnough(filled, [kind ?? ''])
})

test('a status that was Attended stays so', async () => {
  const filled = await settled()
  const { world, faults, clock } = fixture.sandbox
  const [person = 0] = world.registerMany(filled.eventId, 1)
  world.attend(person, { minutes: 5 })
  clock.advance(3_600_000)
  await settle(filled)
  await loseFromStore([person])
  const lift = faults.add({
    ...{ vendor: 'on24', endpoint: 'eventAttendees', account: filled.account.on24ClientId },
    times: Infinity,
    effect: { rewrite: (body) => body.replace(/"attendees":\[.*\]/s, '"attendees":[]') },
  })
  await filled.account.compare(REPAIR)
  expect(await filled.account.compare(VERIFY)).toMatchObject({ findings: [] })
  lift()
  expect(truthDifferences(fixture.sandbox, filled.account)).toEqual([])
})

test('the row of a cancelled registration stays, and so does a user’s own row', async () => {
  const filled = await settled()
  const { world, actOn } = fixture.sandbox
  const [person = 0] = world.registerMany(filled.eventId, 1)
  await settle(filled)
  world.softDelete(person)
  await loseFromStore([person])
  actOn.user.addRow(filled.accountId, filled.listId, {
    'Email Address': 'own.zq7canary@example.com',
    // Of another webinar, or of nobody.
    'ON24 Registrant ID': '1',
  })
  expect(await filled.account.compare(REPAIR)).toMatchObject({ findings: [] })
  expect(filled.account.list().rows).toHaveLength(10)
})

test('suspiciously many unknown rows are not removed, and their findings stay', async () => {
  const filled = await settled(101)
  const { world } = fixture.sandbox
  const people = world.registerMany(filled.eventId, 50)
  await settle(filled)
  for (const person of people) world.forget(person)
  await loseFromStore(people)
  const repaired = await filled.account.compare(REPAIR)
  expect(repaired.verification).toMatchObject({ extra: 50, repaired: 0 })
  expect(filled.account.list().rows).toHaveLength(151)
})

test('a list that the store has lost is found by its name, although nobody is to be written', async () => {
  const filled = await settled(2)
  const { account, eventId, listId } = filled
  const { on24ClientId } = account
  const people = account.list().rows.map(({ cells }) => Number(cells['ON24 Registrant ID']))
  for (const person of people) fixture.sandbox.world.forget(person)
  await loseFromStore(people)
  const lost = { listId: null, listName: null, listTimeZone: null }
  await updateWebinar(fixture.store, on24ClientId, String(eventId), lost)
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(kindsOf(await account.compare(REPAIR))).toEqual(['extra', 'extra'])
  expect(account.list()).toMatchObject({ listId, rows: [] })
  expect((await getWebinar(fixture.store, on24ClientId, String(eventId))).listId).toBe(listId)
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test('what a user wrote into a cell that ON24 leaves empty stays, also in an unknown row', async () => {
  const filled = await settled()
  const { world, actOn, clock } = fixture.sandbox
  const email = 'empty.zq7canary@example.com'
  const person = world.register(filled.eventId, { email, profile: { firstname: 'Ada' } })
  await settle(filled)
  const rowOf = () =>
    filled.account.list().rows.find(({ cells }) => cells['ON24 Registrant ID'] === String(person))
  actOn.user.editCell(filled.accountId, rowOf()?.recordId ?? '', 'City', 'A city of the user')
  world.changeAddress(person, 'filled.zq7canary@example.com')
  clock.advance(WEEK_MS)
  await loseFromStore([person])
  expect((await filled.account.compare(REPAIR)).verification).toMatchObject({ repaired: 1 })
  expect(rowOf()?.cells).toMatchObject({
    'Email Address': 'filled.zq7canary@example.com',
    City: 'A city of the user',
  })
})

test('a removed person whom ON24 does not even list is extra when the row is back', async () => {
  const filled = await settled()
  const { world, faults, actOn } = fixture.sandbox
  const [row] = filled.account.list().rows
  const id = Number(row?.cells['ON24 Registrant ID'])
  world.forget(id)
  await settle(filled)
  actOn.user.addRow(filled.accountId, filled.listId, row?.cells ?? {})
  faults.add({
    ...{ vendor: 'on24', endpoint: 'eventRegistrants', account: filled.account.on24ClientId },
    times: Infinity,
    effect: {
      rewrite: (body) =>
        body
          .replaceAll(new RegExp(`\\{[^{}]*"eventuserid":${String(id)},[^{}]*\\},?`, 'g'), '')
          .replace(',]', ']'),
    },
  })
  expect(kindsOf(await filled.account.compare(REPAIR))).toEqual(['extra'])
  expect(filled.account.list().rows).toHaveLength(7)
})
