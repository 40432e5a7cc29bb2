/** Rows that a repair finds and does not remove: they wait with a reason that is told everywhere, and end with it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  ActivitiesFixture,
  FixtureAccount,
} from '../../support/fixtures/activities-fixture.ts'
import {
  openComparisonFixture,
  REPAIR,
  settledAccount,
  VERIFY,
} from '../../support/verification/settled-account.ts'
import { troubleWords } from '../../../src/contracts/trouble-words.ts'
import { getRun } from '../../../src/store/runs/runs.ts'
import { findListedWebinar } from '../../../src/store/webinars/webinar-page.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import { decideHeld } from '../../../src/web/use-cases/decide-rows.ts'
import { explainPerson } from '../../../src/web/use-cases/explain-person.ts'

const CONTACTS = 101
const COPIES = 31
const OPERATOR = { actor: 'operator:test', address: null }
const REFUSED = { answer: { status: 403, body: '{"status":"error","message":"No."}' } }

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

const problems = async ({ on24ClientId }: FixtureAccount) =>
  (await troublesOfAccount(fixture.store, on24ClientId)).map(({ kind, rows }) => ({ kind, rows }))

async function notices({ on24ClientId }: FixtureAccount) {
  const of = fixture.store.selectFrom('notice').where('on24ClientId', '=', on24ClientId)
  return of.select(['kind', 'ends', 'reason']).orderBy('seq').execute()
}

async function withCopies(contacts = CONTACTS, copies = COPIES) {
  const { account, accountId, listId, eventId } = await settledAccount(fixture, contacts)
  const { user } = fixture.sandbox.actOn
  const before = new Set(account.list().rows.map(({ recordId }) => recordId))
  for (const { cells } of account.list().rows.slice(0, copies))
    user.addRow(accountId, listId, cells)
  const added = account.list().rows.filter(({ recordId }) => !before.has(recordId))
  const place = { on24ClientId: account.on24ClientId, eventId: String(eventId) }
  return { account, accountId, eventId, place, copies: added }
}

async function heldCopies() {
  const held = await withCopies()
  expect(await held.account.compare(REPAIR)).toMatchObject({
    outcome: 'incomplete',
    verification: { duplicate: COPIES, repaired: 0 },
  })
  expect(await problems(held.account)).toEqual([{ kind: 'removalsHeld', rows: COPIES }])
  return held
}

test('rows that the guard keeps a repair from removing are held, with the same words everywhere', async () => {
  const { account, place, copies } = await withCopies()
  const repaired = await account.compare(REPAIR)
  expect(repaired).toMatchObject({ outcome: 'incomplete', verification: { repaired: 0 } })
  const { store, now } = fixture
  const [trouble] = await troublesOfAccount(store, account.on24ClientId)
  const { message, nextStep } = troubleWords(trouble ?? expect.fail('no trouble'))
  expect(trouble).toMatchObject({ kind: 'removalsHeld', eventId: place.eventId, rows: COPIES })
  expect(message).toBe(
    'A repair found 31 rows of the list that should not be there, which is more than 30 % of the list; they are held and not removed.',
  )
  expect(nextStep).toContain('apply or drop')
  expect((await getRun(store, repaired.runKey)).failure).toContain(message)
  expect(await notices(account)).toMatchObject([
    { kind: 'removalsHeld', reason: `Webinar ${place.eventId}: ${message} ${nextStep}` },
  ])
  expect(await findListedWebinar(store, place.on24ClientId, place.eventId, now())).toMatchObject({
    held: COPIES,
    problem: { kind: 'removalsHeld', message },
  })
  const registrantId = copies[0]?.cells['ON24 Registrant ID'] ?? ''
  const { items } = await explainPerson(
    fixture,
    account.on24ClientId,
    { registrantId },
    { limit: 1 },
  )
  expect(items[0]?.explanation).toContain(message)
  // A six-hourly run neither removes nor forgets them.
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(account.list().rows).toHaveLength(CONTACTS + COPIES)
  expect(await problems(account)).toEqual([{ kind: 'removalsHeld', rows: COPIES }])
})

test('held rows of a repair that an operator applies are removed by the next run', async () => {
  const { account, place } = await heldCopies()
  expect(await decideHeld(fixture, { ...place, apply: true }, OPERATOR)).toMatchObject({
    rows: COPIES,
  })
  expect(await problems(account)).toEqual([])
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(account.list().rows).toHaveLength(CONTACTS)
  expect(await account.compare(VERIFY)).toMatchObject({ outcome: 'complete', findings: [] })
})

test('held rows of a repair that an operator drops stay, until another repair finds them', async () => {
  const { account, place } = await heldCopies()
  expect(await decideHeld(fixture, { ...place, apply: false }, OPERATOR)).toMatchObject({
    rows: COPIES,
  })
  expect(await problems(account)).toEqual([])
  await account.run()
  expect(account.list().rows).toHaveLength(CONTACTS + COPIES)
  const again = { ...place, apply: true }
  await expect(decideHeld(fixture, again, OPERATOR)).rejects.toMatchObject({ word: 'nothingHeld' })
  expect(await account.compare(REPAIR)).toMatchObject({ outcome: 'incomplete' })
  expect(await problems(account)).toEqual([{ kind: 'removalsHeld', rows: COPIES }])
})

test('held rows that a user deletes are held no longer once a comparison has looked', async () => {
  const { account, accountId, copies } = await heldCopies()
  const [first, ...others] = copies
  const { user } = fixture.sandbox.actOn
  user.deleteRow(accountId, first?.recordId ?? '')
  await account.compare(VERIFY)
  expect(await problems(account)).toEqual([{ kind: 'removalsHeld', rows: COPIES - 1 }])
  for (const { recordId } of others) user.deleteRow(accountId, recordId)
  expect(await account.compare(VERIFY)).toMatchObject({ outcome: 'complete', findings: [] })
  expect(await problems(account)).toEqual([])
  expect(await notices(account)).toMatchObject([
    { kind: 'removalsHeld' },
    { kind: 'recovered', ends: 'removalsHeld' },
  ])
})

test('a decision does not apply to what a later repair finds', async () => {
  const { account, place } = await heldCopies()
  await decideHeld(fixture, { ...place, apply: true }, OPERATOR)
  expect(await account.compare(REPAIR)).toMatchObject({ verification: { repaired: 0 } })
  expect(await problems(account)).toEqual([{ kind: 'removalsHeld', rows: COPIES }])
})

test('a row that Act-On refuses to remove is a problem, and every run tries again', async () => {
  const { account, accountId } = await withCopies(8, 1)
  const deleting = { vendor: 'actOn', account: accountId, endpoint: 'deleteRecords' } as const
  const lift = fixture.sandbox.faults.add({ ...deleting, times: Infinity, effect: REFUSED })
  expect(await account.compare(REPAIR)).toMatchObject({ outcome: 'incomplete' })
  expect(await problems(account)).toEqual([{ kind: 'removalRefused', rows: 1 }])
  await account.run()
  expect(await problems(account)).toEqual([{ kind: 'removalRefused', rows: 1 }])
  lift()
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(account.list().rows).toHaveLength(8)
  expect(await problems(account)).toEqual([])
})

test('a list that refuses to be read before the removal keeps the reason', async () => {
  const { account, accountId } = await withCopies(8, 1)
  const downloading = { vendor: 'actOn', account: accountId, endpoint: 'download' } as const
  const { faults } = fixture.sandbox
  let lift = () => undefined as unknown
  // The comparison has downloaded the list; the removal looks again.
  faults.add({
    ...{ vendor: 'actOn', account: accountId, endpoint: 'lists' },
    effect: {
      beforeAnswer: () => {
        lift = faults.add({ ...downloading, times: Infinity, effect: REFUSED })
      },
    },
  })
  expect(await account.compare(REPAIR)).toMatchObject({ outcome: 'incomplete' })
  lift()
  expect(await problems(account)).toEqual([{ kind: 'removalRefused', rows: 1 }])
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(account.list().rows).toHaveLength(8)
  expect(await problems(account)).toEqual([])
})
