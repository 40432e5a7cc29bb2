import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { STRICT_KNOBS } from '../../../sandbox/act-on/knobs.ts'
import type { ActOnKnobs } from '../../../sandbox/act-on/knobs.ts'
import { openRow } from '../../../src/store/rows/stored/row-content.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  const { rejectRow, rejectFile, rejectsCountAs, rejectFileHasReason, cellMaxLength } = STRICT_KNOBS
  const rules = { rejectRow, rejectFile, rejectsCountAs, rejectFileHasReason, cellMaxLength }
  Object.assign(fixture.sandbox.actOn.knobs, rules)
})

function set(knobs: Partial<ActOnKnobs>): void {
  Object.assign(fixture.sandbox.actOn.knobs, knobs)
}

/** Act-On rejects rows with this company. */
const BAD = 'Bad Company zq7canary'
const rejectBad = (cells: Readonly<Record<string, string>>) =>
  cells['Company'] === BAD ? 'Company is not allowed' : null

async function rejections({ on24ClientId }: FixtureAccount) {
  return fixture.store
    .selectFrom('waitingRow')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('state', '=', 'rejected')
    .execute()
}

const pendingRows = ({ on24ClientId }: FixtureAccount) =>
  fixture.store
    .selectFrom('waitingRow')
    .select('tries')
    .where('on24ClientId', '=', on24ClientId)
    .where('state', '=', 'pending')
    .execute()

/** A webinar with `good` good people and two bad ones. Returns the ids of the bad ones. */
function webinarWithBadPeople(account: FixtureAccount, good: number): [number, number] {
  const eventId = account.webinar(good)
  const bad = () => fixture.sandbox.world.register(eventId, { profile: { company: BAD } })
  return [bad(), bad()]
}

/** A single refusal may be temporary, so a row is rejected only when a second run gets the same refusal. */
const TWO_RUNS = { runs: 2, tries: 2, reason: /^refused \(10999\)$/ }
const ONE_RUN = { runs: 1, tries: 1, reason: /^rejected by the merge$/ }

test.each<[string, number, Partial<ActOnKnobs>, typeof ONE_RUN]>([
  ['singly', 1, {}, TWO_RUNS],
  ['in bulk, by name', 8, {}, ONE_RUN],
  ['in bulk, as failed', 8, { rejectsCountAs: 'failed' }, ONE_RUN],
  ['in bulk, without reasons', 8, { rejectFileHasReason: false }, ONE_RUN],
  // In the merge, then singly, and singly by the second run.
  ['in bulk, unnamed', 8, { rejectFile: 'unnamed' }, { ...TWO_RUNS, tries: 3 }],
])('rows rejected %s are kept with their reason, and block no other row', async (...args) => {
  const [, good, knobs, { runs, tries, reason }] = args
  set({ rejectRow: rejectBad, ...knobs })
  const account = await fixture.nextAccount()
  const [first, second] = webinarWithBadPeople(account, good)
  if (runs === 2) {
    expect(await account.run()).toMatchObject({
      outcome: 'incomplete',
      ledger: { read: good + 2, created: good, rejected: 0, pending: 2 },
    })
    const waiting = await pendingRows(account)
    expect(waiting.map((row) => row.tries)).toEqual([tries - 1, tries - 1])
  }
  const created = runs === 1 ? good : 0
  expect(await account.run()).toMatchObject({
    outcome: 'rejections',
    ledger: { read: good + 2, created, rejected: 2, pending: 0 },
  })
  expect(account.list().rows).toHaveLength(good)
  const rows = await rejections(account)
  expect(rows.map((row) => row.registrantId).toSorted()).toEqual(
    [String(first), String(second)].toSorted(),
  )
  const cipher = await fixture.ciphers.of(account.on24ClientId)
  for (const row of rows) {
    expect(row.rejectedReason).toMatch(reason)
    expect(row.tries).toBe(tries)
    if (knobs.rejectFileHasReason === false) continue
    const place = `words/${row.eventId}/${row.registrantId}`
    expect(cipher.open(place, row.sealedWords ?? '')).toContain('Company is not allowed')
    expect(openRow(cipher, row).cells).toContain(BAD)
  }
})

test('a rejected row is not sent again as it was, but when its content changes', async () => {
  set({ rejectRow: rejectBad })
  const account = await fixture.nextAccount()
  const [first] = webinarWithBadPeople(account, 1)
  await account.run()
  await account.run()
  const upserts = () =>
    fixture.sandbox.ledger.count({ account: account.actOn.accountId, endpoint: 'upsertContact' })
  const before = upserts()
  expect(await account.run()).toMatchObject({
    outcome: 'rejections',
    ledger: { read: 3, unchanged: 1, rejected: 2 },
  })
  expect(upserts()).toBe(before)

  fixture.sandbox.world.editProfile(first, { company: 'Good Company zq7canary' }, 'client')
  expect(await account.run()).toMatchObject({
    outcome: 'rejections',
    ledger: { read: 3, created: 1, unchanged: 1, rejected: 1 },
  })
  expect(await rejections(account)).toHaveLength(1)
})

test('a confirmed row whose new content is rejected stays as it was, until good content comes', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(0)
  const person = fixture.sandbox.world.register(eventId)
  await account.run()
  set({ rejectRow: rejectBad })
  fixture.sandbox.world.editProfile(person, { company: BAD }, 'client')
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  expect(await account.run()).toMatchObject({ outcome: 'rejections', ledger: { rejected: 1 } })
  expect(account.list().rows[0]?.cells['Company']).not.toBe(BAD)
  fixture.sandbox.world.editProfile(person, { company: 'Good Company zq7canary' }, 'client')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 1 } })
  expect(account.list().rows[0]?.cells['Company']).toBe('Good Company zq7canary')
})
