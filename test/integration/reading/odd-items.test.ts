/** One odd item from ON24 (a title, a person's row, a webinar that cannot be read) holds back no other item. */
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import { rewriteRows } from '../../support/vendors/odd-answers.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 3_600_000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** Act-On's final refusal of every call: its API is not enabled for the account. */
const NOT_ENABLED = { status: 403, body: '{"message":"PUBLIC_API_FEATURE_NOT_ENABLED"}' }

/** Adds a fault to all calls of an ON24 endpoint for one webinar, or for the whole account. */
function fault(account: FixtureAccount, endpoint: string, effect: FaultEffect, eventId?: number) {
  return fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint,
    times: Infinity,
    ...(eventId !== undefined && { path: new RegExp(`/event/${String(eventId)}/`) }),
    effect,
  })
}

async function readingOf(runKey: string, eventId: number) {
  return fixture.store
    .selectFrom('runWebinar')
    .select(['readState', 'failedReads', 'readFailure'])
    .where('runKey', '=', runKey)
    .where('eventId', '=', String(eventId))
    .executeTakeFirstOrThrow()
}

const addresses = (list: { rows: readonly { cells: Readonly<Record<string, string>> }[] }) =>
  list.rows.map(({ cells }) => cells['Email Address']).toSorted()

test('a NUL in a title is cleaned, and every webinar of the account is delivered', async () => {
  const account = await fixture.nextAccount()
  const odd = account.webinar(1)
  account.webinar(2)
  fixture.sandbox.world.rename(odd, 'Spring\u0000launch \ud800')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  const names = account.lists().map(({ name }) => name)
  expect(names).toContain(`Spring launch \ufffd (${String(odd)})`)
  expect(names).toHaveLength(2)
})

test('unreadable people are counted; everybody else in the webinar is written', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(4)
  const odd: ((row: Record<string, unknown>) => unknown)[] = [
    (row) => ({ ...row, email: ['a@example.com'] }),
    (row) => ({ ...row, eventuserid: undefined }),
    (row) => ({ ...row, company: ['A', 'B'], jobtitle: 'Chief\u0000 of\ud800' }),
  ]
  let index = 0
  const withdraw = fault(
    account,
    'eventRegistrants',
    rewriteRows('registrants', (row) => odd[index++]?.(row)),
  )
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { read: 4, created: 2, filtered: { unreadable: 2 } },
    retried: [],
  })
  const titles = account.list().rows.map(({ cells }) => [cells['Title'], cells['Company']])
  expect(titles).toContainEqual(['Chief of\ufffd', ''])
  withdraw()
  expect(await account.run()).toMatchObject({ ledger: { read: 4, created: 2, filtered: {} } })
  expect(account.list().rows).toHaveLength(4)
  expect(account.list().name).toContain(String(eventId))
})

test('a written person whose row becomes unreadable keeps the contact as it is', async () => {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(3)
  await account.run()
  const before = addresses(account.list())
  fault(
    account,
    'eventRegistrants',
    rewriteRows('registrants', (row) => ({ ...row, userstatus: { now: 'deleted' } })),
  )
  fixture.sandbox.world.registerMany(eventId, 1)
  expect(await account.run()).toMatchObject({ ledger: { read: 4, filtered: { unreadable: 4 } } })
  expect(addresses(account.list())).toEqual(before)
})

test.each([1, 6])(
  'an address with half a surrogate pair is filtered among %s others, and does not hang the run',
  async (others) => {
    const account = await fixture.nextAccount()
    const eventId = account.webinar(others)
    const { world } = fixture.sandbox
    const person = world.register(eventId, { email: 'ja\ud800ne@example.com' })
    const filtered = { invalidEmail: 1 }
    expect(await account.run()).toMatchObject({
      outcome: 'complete',
      ledger: { created: others, filtered },
      retried: [],
    })
    world.editProfile(person, { city: 'Oslo' }, 'event')
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { filtered } })
  },
)

test('webinars that keep answering 500 do not block later ones, and are given up', async () => {
  const account = await fixture.nextAccount()
  const broken = Array.from({ length: 4 }, () => account.webinar(1))
  const later = account.webinar(2)
  for (const eventId of broken) {
    fault(account, 'eventRegistrants', { answer: { status: 500, body: '' } }, eventId)
  }
  const ended = await account.run()
  expect(ended).toMatchObject({ ledger: { read: 2, created: 2 }, failure: null })
  expect(account.list().name).toContain(String(later))
  for (const eventId of broken) {
    expect(await readingOf(ended.runKey, eventId)).toEqual({
      readState: 'failed',
      failedReads: 4,
      readFailure: 'ON24 gave no usable answer (HTTP_500).',
    })
  }
  // Each retry is a new attempt of the activity: Temporal shows the failure and waits before it.
  expect(ended.retried.map(({ type }) => type)).toEqual(Array(3).fill('On24Unavailable'))
  fixture.sandbox.faults.clear()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 4 } })
})

test('while no call to ON24 succeeds it is an outage, and no webinar is given up', async () => {
  const account = await fixture.nextAccount()
  const eventIds = [account.webinar(1), account.webinar(1)]
  for (const endpoint of ['eventRegistrants', 'client']) {
    fixture.sandbox.faults.add({
      vendor: 'on24',
      account: account.on24ClientId,
      endpoint,
      times: 20,
      effect: { answer: { status: 502, body: '' } },
    })
  }
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  expect(ended.retried.length).toBeGreaterThan(8)
  for (const eventId of eventIds) {
    expect(await readingOf(ended.runKey, eventId)).toMatchObject({ failedReads: 0 })
  }
})

const REFUSED: readonly (readonly [string, FaultEffect])[] = [
  ['refuses', { answer: { status: 400, body: '{"message":"no"}' } }],
  ['forbids', { answer: { status: 403, body: '<html>', contentType: 'text/html' } }],
  ['does not know', { answer: { status: 405, body: '' } }],
  ['breaks', { answer: { status: 500, body: '' } }],
  ['garbles', { rewrite: () => '{"eventid":1,"totalattendees":2,"attendees":"odd"}' }],
]

test.each(REFUSED)(
  'when ON24 %s an attendee list, waiting rows are delivered and other webinars are read',
  async (_how, effect) => {
    const account = await fixture.nextAccount()
    const { world, clock, faults } = fixture.sandbox
    const first = account.webinar(2)
    const second = account.webinar(2)
    const actOn = { vendor: 'actOn', account: account.actOn.accountId } as const
    const withdraw = faults.add({
      ...actOn,
      endpoint: 'upsertContact',
      times: Infinity,
      effect: { answer: NOT_ENABLED },
    })
    expect(await account.run()).toMatchObject({ ledger: { pending: 4 } })
    withdraw()
    clock.advance(25 * HOUR_MS)
    world.registerMany(second, 1)
    fault(account, 'eventAttendees', effect, first)
    const ended = await account.run()
    const contacts = (eventId: number) =>
      account.lists().find(({ name }) => name.includes(String(eventId)))?.rows.length
    expect([contacts(first), contacts(second)]).toEqual([2, 3])
    expect(await readingOf(ended.runKey, first)).toMatchObject({ readState: 'failed' })
    expect(await readingOf(ended.runKey, second)).toMatchObject({ readState: 'read' })
    expect(ended.ledger.pending).toBe(0)
  },
)

test('rows that waited before are delivered while ON24 refuses all reads', async () => {
  const account = await fixture.nextAccount()
  account.webinar(2)
  const { faults } = fixture.sandbox
  const withdraw = faults.add({
    vendor: 'actOn',
    account: account.actOn.accountId,
    endpoint: 'upsertContact',
    times: Infinity,
    effect: { answer: NOT_ENABLED },
  })
  expect(await account.run()).toMatchObject({ ledger: { pending: 2 } })
  withdraw()
  fault(account, 'eventRegistrants', { answer: { status: 401, body: '{"message":"no"}' } })
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'failed', failure: { type: 'On24CredentialsRefused' } })
  expect(ended.ledger).toMatchObject({ carriedOver: 2, created: 2, pending: 0 })
})

test('a value that the database refuses stops only its webinar, and the run reports it', async () => {
  const account = await fixture.nextAccount()
  const odd = account.webinar(1)
  account.webinar(2)
  const name = 'not_this_webinar'
  await sql`alter table waiting_row add constraint ${sql.id(name)} check (event_id <> ${sql.lit(String(odd))})`.execute(
    fixture.store,
  )
  const ended = await account.run()
  await sql`alter table waiting_row drop constraint ${sql.id(name)}`.execute(fixture.store)
  expect(ended).toMatchObject({ ledger: { read: 2, created: 2 }, failure: null })
  expect(await readingOf(ended.runKey, odd)).toEqual({
    readState: 'failed',
    failedReads: 4,
    readFailure: "Unexpected error (23514): the worker's log has the place.",
  })
  expect(ended.retried.map(({ message }) => message)).toEqual(
    Array(3).fill("Unexpected error (23514): the worker's log has the place. It is tried again."),
  )
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
})
