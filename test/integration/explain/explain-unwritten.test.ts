/** Why the contact of a person looks as it does: rejected, held, forgotten, changed by a user, excluded. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ExplainBody } from '../../../src/api/explanation.ts'
import { dropHeld } from '../../../src/store/rows/decide-held.ts'
import { inTransaction } from '../../../src/store/database.ts'
import { changeWebinar } from '../../../src/web/use-cases/change-webinar.ts'
import { retryRejections } from '../../../src/web/use-cases/decide-rows.ts'
import { rebuildListOf } from '../../../src/web/use-cases/rebuild-list.ts'
import { explainPerson } from '../../../src/web/use-cases/explain-person.ts'
import type {
  ActivitiesFixture,
  FixtureAccount,
} from '../../support/fixtures/activities-fixture.ts'
import {
  accountWithHeldRemovals,
  accountWithPerson,
  explainAll as explainedIn,
  explainOne,
  freshAddress,
  outcomesOf,
} from '../../support/rows/explained.ts'
import {
  openComparisonFixture,
  REPAIR,
  VERIFY,
  WEEK_MS,
} from '../../support/verification/settled-account.ts'

const OPERATOR = { actor: 'operator:ada', address: null }

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.actOn.knobs.rejectRow = () => null
})

const withPerson = () => accountWithPerson(fixture)
const explainAll = (account: FixtureAccount, body: ExplainBody) =>
  explainedIn(fixture, account, body)
const explain = (account: FixtureAccount, id: string) => explainOne(fixture, account, id)

test('a rejected person, before and after a retry', async () => {
  const { account, eventId } = await withPerson()
  const { world, actOn } = fixture.sandbox
  actOn.knobs.rejectRow = ({ Company }) => (Company === 'Bad zq7canary' ? 'No' : null)
  const id = String(world.register(eventId, { profile: { company: 'Bad zq7canary' } }))
  await account.run()
  await account.run()
  const rejected = await explain(account, id)
  expect(rejected.explanation).toMatch(
    /The row could not be written: refused \(10999\)\. .*or when an operator retries it\./,
  )
  expect(outcomesOf(rejected)).toEqual(['rejected'])
  actOn.knobs.rejectRow = () => null
  await retryRejections(fixture, account.on24ClientId, OPERATOR)
  await account.run()
  const written = await explain(account, id)
  expect(written).toMatchObject({ row: 'inList' })
  expect(outcomesOf(written)).toEqual(['written', 'rejected'])
})

test('a person whose removal is held, and then dropped by an operator', async () => {
  const { account, eventId, id } = await accountWithHeldRemovals(fixture)
  const held = await explain(account, id)
  expect(held.changes[0]).toMatchObject({ outcome: 'held', reason: 'forgotten' })
  expect(held.explanation).toContain(
    'The row is to be removed because the person is forgotten in ON24. It is held until an operator decides.',
  )
  const place = { on24ClientId: account.on24ClientId, eventId: String(eventId) }
  await inTransaction(fixture.store, (tx) => dropHeld(tx, place, fixture.now()))
  await account.run()
  const dropped = await explain(account, id)
  expect(outcomesOf(dropped)).toEqual(['dropped', 'written'])
  expect(dropped.explanation).toContain('An operator dropped the held removal')
})

test('a forgotten person is removed, and found by registrant id only', async () => {
  const { account, id, person, email } = await withPerson()
  const earlier = freshAddress()
  fixture.sandbox.world.changeAddress(person, earlier)
  await account.run()
  fixture.sandbox.world.forget(person)
  await account.run()
  await account.run()
  expect(await explainAll(account, { email })).toEqual([])
  expect(await explainAll(account, { email: earlier })).toEqual([])
  const explained = await explain(account, id)
  expect(explained).toMatchObject({ row: 'notInList', status: null, confirmedAt: null })
  expect(outcomesOf(explained)).toEqual(['removed', 'written', 'written'])
  expect(explained.explanation).toContain(
    'The row was removed from the list because the person is forgotten in ON24.',
  )
})

test('a forgotten person whose removal still waits is not found by address either', async () => {
  const { account, id, person, email } = await withPerson()
  fixture.sandbox.world.forget(person)
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  expect(await explainAll(account, { email })).toEqual([])
  expect(await explain(account, id)).toMatchObject({ row: 'maybeInList' })
})

test('a row that a user edited, and one that a user deleted', async () => {
  const { account, id } = await withPerson()
  const { actOn, clock } = fixture.sandbox
  clock.advance(WEEK_MS)
  await account.run()
  const rowOf = () =>
    account.list().rows.find(({ cells }) => cells['ON24 Registrant ID'] === id)?.recordId ?? ''
  actOn.user.editCell(account.actOn.accountId, rowOf(), 'Company', 'Edited zq7canary')
  await account.compare(VERIFY)
  await account.compare(VERIFY)
  const edited = await explain(account, id)
  expect(outcomesOf(edited)).toEqual(['userEdited', 'written'])
  expect(edited.explanation).toMatch(
    /The comparison on .+ UTC found cells that a user changed in Act-On: Company\./,
  )
  await account.compare(REPAIR)
  const repaired = await explain(account, id)
  expect(outcomesOf(repaired)).toEqual(['written', 'userEdited', 'written'])
  expect(repaired.changes[0]?.message).toContain('a repair found cells that a user had changed')
  actOn.user.deleteRow(account.actOn.accountId, rowOf())
  await account.compare(VERIFY)
  expect((await explain(account, id)).explanation).toContain('found no row of this registration')
})

test('a list that a user deleted', async () => {
  const { account, id } = await withPerson()
  const { actOn, clock } = fixture.sandbox
  clock.advance(WEEK_MS)
  await account.run()
  actOn.user.deleteList(account.actOn.accountId, account.list().listId)
  await account.compare(REPAIR)
  const explained = await explain(account, id)
  expect(outcomesOf(explained)).toEqual(['written', 'listGone', 'written'])
})

test('a list that an operator had rebuilt', async () => {
  const { account, eventId, id } = await withPerson()
  const place = { on24ClientId: account.on24ClientId, eventId: String(eventId) }
  await rebuildListOf(fixture, place, OPERATOR)
  await account.run()
  expect(outcomesOf(await explain(account, id))).toEqual(['written', 'rebuilt', 'written'])
})

test('an excluded webinar, whose waiting row was dropped', async () => {
  const { account, eventId } = await withPerson()
  const { world, actOn } = fixture.sandbox
  actOn.user.disableApi(account.actOn.accountId)
  const id = String(world.register(eventId))
  await account.run()
  actOn.user.enableApi(account.actOn.accountId)
  const webinar = { on24ClientId: account.on24ClientId, eventId: String(eventId), excluded: true }
  await changeWebinar(fixture, webinar, OPERATOR)
  const explained = await explain(account, id)
  expect(outcomesOf(explained)).toEqual(['excluded'])
  expect(explained.explanation).toContain(
    'An operator excluded the webinar, so it is neither read nor written.',
  )
})

test('a person in several webinars is explained in each, page by page, or in one', async () => {
  const { account, email, eventId } = await withPerson()
  const { world } = fixture.sandbox
  const others = [account.webinar(1), account.webinar(1)]
  for (const other of others) world.register(other, { email })
  await account.run()
  const seen: string[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page = { limit: 1, ...(cursor !== undefined && { cursor }) }
    const answer = await explainPerson(fixture, account.on24ClientId, { email }, page)
    expect(answer.items).toHaveLength(1)
    seen.push(...answer.items.map((item) => item.eventId))
    cursor = answer.nextCursor
  }
  expect(seen).toEqual([eventId, ...others].map(String).toSorted())
  const one = await explainAll(account, { email, eventId: String(eventId) })
  expect(one).toHaveLength(1)
})

test('nobody whom ON24 has not shown is explained', async () => {
  const { account } = await withPerson()
  expect(await explainAll(account, { registrantId: '1' })).toEqual([])
  expect(await explainAll(account, { email: freshAddress() })).toEqual([])
})
