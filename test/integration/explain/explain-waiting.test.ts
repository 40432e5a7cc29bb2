/** Why a row waits: an explanation and the rows of its run give the same reason. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AccountTable } from '../../../src/store/schema.ts'
import { listRunRows } from '../../../src/store/rows/stored/run-row-list.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { recordTrouble } from '../../../src/store/troubles/troubles.ts'
import type {
  ActivitiesFixture,
  FixtureAccount,
} from '../../support/fixtures/activities-fixture.ts'
import {
  accountWithHeldRemovals,
  accountWithPerson,
  explainOne,
} from '../../support/rows/explained.ts'
import {
  openComparisonFixture,
  REPAIR,
  WEEK_MS,
} from '../../support/verification/settled-account.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

/** A row of a list that Act-On refused is still waiting, and the refusal is over. */
async function withWaitingRow() {
  const { account, eventId } = await accountWithPerson(fixture)
  const id = String(fixture.sandbox.world.register(eventId))
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  await fixture.store
    .deleteFrom('trouble')
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()
  await setColumns(account, NOTHING)
  return { account, eventId, id }
}

type Columns = Partial<
  Record<'pausedSince' | 'needsRelinkSince' | 'quotaSince' | 'failingSince', Date | null>
>
const NOTHING = { pausedSince: null, needsRelinkSince: null, quotaSince: null, failingSince: null }

async function setColumns({ on24ClientId }: FixtureAccount, columns: Columns): Promise<void> {
  await fixture.store
    .updateTable('account')
    .set(columns satisfies Partial<Record<keyof AccountTable, Date | null>>)
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

async function reasonInItsRun({ on24ClientId }: FixtureAccount, id: string): Promise<string> {
  const { store } = fixture
  const { runKey } = await store
    .selectFrom('waitingRow')
    .select('runKey')
    .where('registrantId', '=', id)
    .executeTakeFirstOrThrow()
  const { state } = await getAccount(store, on24ClientId)
  const { items } = await listRunRows(store, { on24ClientId, state, runKey }, { limit: 100 })
  const row = items.find(({ on24RegistrantId }) => on24RegistrantId === id)
  return row?.reason ?? expect.fail('The run does not have the row.')
}

test.for([
  ['a resume', 'pausedSince', 'It waits for a resume.'],
  ['a relink', 'needsRelinkSince', 'It waits for the customer to link again.'],
  ['quota', 'quotaSince', 'It waits for Act-On’s quota.'],
  ['the next run', null, 'It is written by the run that is under way, or by the next one.'],
] as const)('a row that waits for %s', async ([, column, words]) => {
  const { account, id } = await withWaitingRow()
  if (column !== null) await setColumns(account, { [column]: fixture.now() })
  const { explanation } = await explainOne(fixture, account, id)
  expect(explanation).toContain(` It waits. This was seen on `)
  expect(explanation).toContain(words)
  expect(explanation).not.toContain('The next run sends it')
  expect(await reasonInItsRun(account, id)).toBe(words)
})

test('a row of a list with a trouble, in an account that is paused', async () => {
  const { account, eventId, id } = await withWaitingRow()
  const place = { on24ClientId: account.on24ClientId, eventId: String(eventId) }
  const trouble = { kind: 'listRefused', detail: '10999', at: fixture.now() } as const
  await recordTrouble(fixture.store, place, trouble)
  await setColumns(account, { pausedSince: fixture.now() })
  const words = 'It waits for a resume. Act-On refuses this list (10999); 1 contact waits.'
  expect((await explainOne(fixture, account, id)).explanation).toContain(words)
  expect(await reasonInItsRun(account, id)).toBe(words)
})

test('a trouble that does not hold the row back is not its reason', async () => {
  const { account, eventId, id } = await withWaitingRow()
  const place = { on24ClientId: account.on24ClientId, eventId: String(eventId) }
  const trouble = { kind: 'removalRefused', detail: '10999', at: fixture.now() } as const
  await recordTrouble(fixture.store, place, trouble)
  const { explanation } = await explainOne(fixture, account, id)
  expect(explanation).toContain('It is written by the run that is under way, or by the next one.')
  expect(explanation).not.toContain('could not be removed')
})

test('a held removal: how many there are, and who decides', async () => {
  const { account, id } = await accountWithHeldRemovals(fixture)
  const reason = await reasonInItsRun(account, id)
  expect(reason).toMatch(/^50 contacts would be removed/)
  const { explanation } = await explainOne(fixture, account, id)
  expect(explanation).toContain(reason)
})

test('a webinar that ON24 does not let be read is said to be so, also if nothing waits', async () => {
  const { account, eventId, id } = await accountWithPerson(fixture)
  const place = { on24ClientId: account.on24ClientId, eventId: String(eventId) }
  const trouble = { kind: 'webinarUnreadable', detail: 'Status 400.', at: fixture.now() } as const
  await recordTrouble(fixture.store, place, trouble)
  expect((await explainOne(fixture, account, id)).explanation).toMatch(
    /The webinar could not be read from ON24\. Status 400\. Every run reads the webinar again\.$/,
  )
})

test('the weekly comparison is not promised for a webinar that it no longer covers', async () => {
  const { account, id } = await accountWithPerson(fixture)
  fixture.sandbox.clock.advance(WEEK_MS)
  await account.run()
  fixture.sandbox.clock.advance(60 * WEEK_MS)
  await account.compare(REPAIR)
  expect((await explainOne(fixture, account, id)).explanation).toMatch(
    /it is read again when ON24 reports activity\.$/,
  )
})
