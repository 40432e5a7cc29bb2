import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { rewriteJson } from '../../support/vendors/odd-answers.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const MINUTE_MS = 60_000
const UNAVAILABLE = { answer: { status: 503, body: '<h1>Down</h1>', contentType: 'text/html' } }

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
  Object.assign(fixture.sandbox.actOn.knobs, {
    newListListedAfterMs: 0,
    duplicateListName: 'allow',
  })
})

function failing(account: FixtureAccount, endpoint: string, effect: object, times = 1) {
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: account.actOn.accountId,
    endpoint,
    times,
    effect,
  })
}

function creates(account: FixtureAccount): number {
  return fixture.sandbox.ledger.count({ account: account.actOn.accountId, endpoint: 'createList' })
}

test.each([
  ['the connection is cut', { cut: 'after' }],
  ['half an answer comes', { cut: 'midBody' }],
  ['the gateway gives up', { answer: { ...UNAVAILABLE.answer, afterEffect: true } }],
  ['the answer is no JSON', { answer: { status: 200, body: '<html>', afterEffect: true } }],
])('a list whose creation took effect is found again when %s', async (_how, effect) => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  failing(account, 'createList', effect)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.list().rows).toHaveLength(3)
  expect(creates(account)).toBe(1)
})

test('a new list that is listed late is waited for, not made twice', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  fixture.sandbox.actOn.knobs.newListListedAfterMs = 5 * MINUTE_MS
  failing(account, 'createList', { cut: 'after' })
  const run = account.run()
  await expect.poll(() => looks(account), { timeout: 30_000 }).toBeGreaterThan(3)
  expect(account.list().rows).toEqual([])
  fixture.sandbox.clock.advance(6 * MINUTE_MS)
  expect(await run).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.list().rows).toHaveLength(3)
  expect(creates(account)).toBe(1)
})

test('a list whose id does not work is looked for, not made twice', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  fixture.sandbox.actOn.knobs.newListListedAfterMs = 5 * MINUTE_MS
  failing(
    account,
    'createList',
    rewriteJson((answer) => ({ ...answer, listId: 'l-ffff' })),
  )
  const run = account.run()
  await expect.poll(() => looks(account), { timeout: 30_000 }).toBeGreaterThan(3)
  fixture.sandbox.clock.advance(6 * MINUTE_MS)
  expect(await run).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.list().rows).toHaveLength(3)
  expect(creates(account)).toBe(1)
})

test('a creation that did not happen is repeated once the look-up time is over', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  failing(account, 'createList', { cut: 'before' })
  const run = account.run()
  await expect.poll(() => looks(account), { timeout: 30_000 }).toBeGreaterThan(3)
  fixture.sandbox.clock.advance(9 * MINUTE_MS)
  const looksBefore = looks(account)
  await expect.poll(() => looks(account), { timeout: 30_000 }).toBeGreaterThan(looksBefore + 1)
  expect(creates(account)).toBe(1)
  fixture.sandbox.clock.advance(2 * MINUTE_MS)
  expect(await run).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.list().rows).toHaveLength(3)
  expect(creates(account)).toBe(2)
})

test.each([
  ['a 429', { answer: { status: 429 } }],
  ['a refused token', { answer: { status: 401 } }],
])('after %s the list is made without another look: nothing was created', async (_what, effect) => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  failing(account, 'createList', effect)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.lists()).toHaveLength(1)
  expect(looks(account)).toBe(1)
})

test('nor is there another look when only the token was missing', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  fixture.sandbox.actOn.user.expireAccessTokens(account.actOn.accountId)
  failing(account, 'token', UNAVAILABLE, 2)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(account.lists()).toHaveLength(1)
  expect(looks(account)).toBe(1)
})

test('our list is taken over when Act-On says that its name is taken', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(3)
  await account.run()
  const { listId } = account.list()
  fixture.sandbox.actOn.knobs.duplicateListName = 'refuse'
  await setBackToAnOlderDay(account)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { read: 3 } })
  expect(account.list()).toMatchObject({ listId, rows: { length: 3 } })
  expect(account.list().name).toContain(String(eventId))
})

test('a list that Act-On refuses keeps only its own rows waiting', async () => {
  const account = await fixture.nextAccount()
  const rowsOf = new Map([2, 3].map((rows) => [String(account.webinar(rows)), rows]))
  const refusal = { answer: { status: 400, body: '{"errorCode":10999,"message":"No"}' } }
  failing(account, 'createList', refusal)
  const { outcome, ledger } = await account.run()
  const problems = await fixture.store
    .selectFrom('trouble')
    .select(['kind', 'eventId'])
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()
  expect(problems).toEqual([{ kind: 'listRefused', eventId: expect.any(String) as unknown }])
  // Both lists are created in parallel, so either may be the refused one.
  const waiting = rowsOf.get(problems[0]?.eventId ?? '') ?? expect.fail('another webinar')
  expect(outcome).toBe('incomplete')
  expect(ledger).toMatchObject({ created: 5 - waiting, pending: waiting })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: waiting } })
})

function looks(account: FixtureAccount): number {
  const { accountId } = account.actOn
  return fixture.sandbox.ledger.count({ account: accountId, endpoint: 'lists', status: 200 })
}

/** Simulates a store restored from a backup made before the account's webinars were discovered. */
async function setBackToAnOlderDay({ on24ClientId }: FixtureAccount): Promise<void> {
  await fixture.store.deleteFrom('webinar').where('on24ClientId', '=', on24ClientId).execute()
}
