import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ActOnKnobs } from '../../../sandbox/act-on/knobs.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const PEOPLE = 8

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ timing: { jobStuckMinutes: 0.03 } })
})
afterAll(() => fixture.close())

let restore: () => void = () => undefined
afterEach(() => {
  fixture.sandbox.faults.clear()
  restore()
})

function set(knobs: Partial<ActOnKnobs>): void {
  const before = { ...fixture.sandbox.actOn.knobs }
  restore = () => Object.assign(fixture.sandbox.actOn.knobs, before)
  Object.assign(fixture.sandbox.actOn.knobs, knobs)
}

function calls(account: FixtureAccount, endpoint: string): number {
  return fixture.sandbox.ledger.count({ account: account.actOn.accountId, endpoint })
}

function addresses(account: FixtureAccount): string[] {
  return account.list().rows.map(({ cells }) => cells['Email Address'] ?? '')
}

test.each<[string, Partial<ActOnKnobs>, number]>([
  ['fails, as a status', { jobEnd: 'failed', failedJobShape: 'statusFailure' }, PEOPLE],
  ['fails, in its details', { jobEnd: 'failed', failedJobShape: 'detailsError' }, PEOPLE],
  ['fails, in prose', { jobEnd: 'failed', failedJobShape: 'prose' }, PEOPLE],
  ['fails, as an error', { jobEnd: 'failed', failedJobShape: 'api400' }, PEOPLE],
  ['fails half-way', { jobEnd: 'failed', jobUnfinishedShare: 0.5 }, PEOPLE / 2],
  ['never ends', { jobEnd: 'stuck' }, PEOPLE],
  ['never ends, half done', { jobEnd: 'stuck', jobUnfinishedShare: 0.5 }, PEOPLE / 2],
  ['is forgotten by Act-On', { jobLifetimeMs: 0, jobUnpolledMs: 0 }, 0],
  ['is forgotten before it was done', { jobLifetimeMs: 0, jobUnpolledMs: Infinity }, PEOPLE],
  ['loses rows', { jobLosesRows: 3 }, 3],
  ['counts too many', { jobCountError: 1 }, 0],
  ['counts too few', { jobCountError: -2 }, 0],
  ['counts in text', { jobCountsAsText: true }, 0],
])(
  'a merge job that %s: rows are judged by the list, missing ones sent singly',
  async (...args) => {
    const [, knobs, singles] = args
    const account = await fixture.nextAccount()
    account.webinar(PEOPLE)
    set(knobs)
    const ended = await account.run()
    expect(ended).toMatchObject({ outcome: 'complete', ledger: { created: PEOPLE }, retried: [] })
    expect(addresses(account)).toHaveLength(PEOPLE)
    expect(new Set(addresses(account)).size).toBe(PEOPLE)
    expect(calls(account, 'merge')).toBe(1)
    expect(calls(account, 'upsertContact')).toBe(singles)
  },
)

test('an upload whose answer was lost is repeated and makes no row twice', async () => {
  const account = await fixture.nextAccount()
  account.webinar(PEOPLE)
  set({ jobUnpolledMs: 50 })
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: account.actOn.accountId,
    endpoint: 'merge',
    effect: { cut: 'after' },
  })
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', retried: { length: 1 } })
  expect(ended.ledger.created + ended.ledger.updated).toBe(PEOPLE)
  expect(calls(account, 'merge')).toBe(2)
  await expect
    .poll(() => fixture.sandbox.actOn.jobs(account.actOn.accountId).map(({ state }) => state))
    .toEqual(['done', 'done'])
  expect(addresses(account)).toHaveLength(PEOPLE)
})

test('an upload that Act-On refuses is sent singly', async () => {
  const account = await fixture.nextAccount()
  account.webinar(PEOPLE)
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: account.actOn.accountId,
    endpoint: 'merge',
    effect: { answer: { status: 400, body: '{"errorCode":10088,"message":"Missing column"}' } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: PEOPLE } })
  expect(calls(account, 'upsertContact')).toBe(PEOPLE)
})

test('a row whose single write timed out is sent singly again, if no merge writes it either', async () => {
  const account = await fixture.nextAccount()
  account.webinar(2)
  set({ jobEnd: 'failed' })
  const lift = fixture.sandbox.faults.add({
    ...{ vendor: 'actOn', account: account.actOn.accountId, endpoint: 'upsertContact' },
    times: Infinity,
    effect: { answer: { status: 408 } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { pending: 2 } })
  lift()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  expect(addresses(account)).toHaveLength(2)
})
