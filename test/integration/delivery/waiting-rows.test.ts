import { expect, test } from 'vitest'
import {
  GATEWAY_403,
  LISTS,
  refusedBy,
  REGISTRANT_ID,
  refusalsFixture,
  type Refusal,
} from '../../support/fixtures/refusals-fixture.ts'

const HOUR_MS = 3_600_000

const { fixture, refuse, delivered, register, run, troubles, notices, registrantIds } =
  refusalsFixture()

test('a gateway’s refusal with status 200 counts as not written', async () => {
  const { account, eventIds } = await delivered(1)
  register(eventIds[0] ?? 0)
  const effect = { answer: { ...GATEWAY_403.answer, status: 200 } }
  refuse(account, { endpoint: 'upsertContact', effect, times: 1 })
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  expect(account.list().rows).toHaveLength(2)
})

test.each<[string, Refusal]>([
  ['refused', { endpoint: 'upsertContact', effect: GATEWAY_403, skip: 1 }],
  ['refused by a code', { endpoint: 'upsertContact', effect: refusedBy('10777'), skip: 1 }],
  ['not to be looked at', { endpoint: 'lookup', effect: GATEWAY_403 }],
  ['not answered', { endpoint: 'upsertContact', effect: { answer: { status: 504 } }, skip: 1 }],
])('a cell whose clearing is %s once is cleared by the next run', async (_, refusal) => {
  const { account, eventIds } = await delivered(1)
  const [person = 0] = register(eventIds[0] ?? 0)
  await run(account)
  fixture().sandbox.world.editProfile(person, { city: '' }, 'event')
  refuse(account, { ...refusal, times: 1 })
  expect(await run(account)).toMatchObject({
    outcome: 'incomplete',
    ledger: { rejected: 0, pending: 1 },
  })
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { updated: 1 } })
  const row = account.list().rows.find(({ cells }) => cells[REGISTRANT_ID] === String(person))
  expect(row?.cells['City']).toBe('')
  expect(await troubles(account)).toEqual([])
})

test('a slow token call does not count as a list with slow writes', async () => {
  const { account, eventIds } = await delivered(1)
  register(eventIds[0] ?? 0)
  fixture().sandbox.actOn.user.expireAccessTokens(account.actOn.accountId)
  refuse(account, { endpoint: 'token', effect: { answer: { status: 408 } }, times: 2 })
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  const { accountId } = account.actOn
  expect(fixture().sandbox.ledger.count({ account: accountId, endpoint: 'merge' })).toBe(0)
})

test.each<[string, number, string]>([
  ['400 without a code', 400, '{"message":"The list is being processed"}'],
  ['405', 405, '{"message":"No"}'],
  ['409', 409, '{"message":"No"}'],
  ['423', 423, '{"message":"No"}'],
])('after a temporary %s rows wait, and the next run delivers them', async (_, status, body) => {
  const { account, eventIds } = await delivered(1, 1)
  const [single = 0, bulk = 0] = eventIds
  register(single)
  register(bulk, 6)
  const effect = { answer: { status, body } }
  for (const endpoint of ['upsertContact', 'merge']) {
    refuse(account, { endpoint, effect, times: 1 })
  }
  expect(await run(account)).toMatchObject({
    outcome: 'incomplete',
    ledger: { rejected: 0, pending: 7 },
  })
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 7 } })
  expect(await troubles(account)).toEqual([])
})

test('a forgotten person whose row Act-On does not delete waits, and is removed once Act-On deletes it', async () => {
  const { account, eventIds } = await delivered(3)
  const [gone = 0] = register(eventIds[0] ?? 0)
  await run(account)
  fixture().sandbox.world.forget(gone)
  const failed = { success_count: 0, fail_count: 1, failedList: [{ id: '1', reason: 'locked' }] }
  const effect = { answer: { status: 200, body: JSON.stringify(failed) } }
  const withdraw = refuse(account, { endpoint: 'deleteRecords', effect })
  expect(await run(account)).toMatchObject({
    outcome: 'incomplete',
    ledger: { removed: 0, pending: 1 },
  })
  expect(await troubles(account)).toMatchObject([{ kind: 'removalRefused', rows: 1 }])
  expect(registrantIds(account)).toContain(String(gone))
  withdraw()
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
  expect(registrantIds(account)).not.toContain(String(gone))
  expect(await notices(account)).toEqual(['removalRefused', 'end of removalRefused'])
})

test('10008 as the answer to a delete means that the row is gone', async () => {
  const { account, eventIds } = await delivered(3)
  const [gone = 0] = register(eventIds[0] ?? 0)
  await run(account)
  fixture().sandbox.world.forget(gone)
  const effect = { answer: { ...refusedBy('10008').answer, status: 400, afterEffect: true } }
  refuse(account, { endpoint: 'deleteRecords', effect })
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
})

test.each<[string, (sealed: string) => string | null]>([
  ['that cannot be opened', (sealed) => `${sealed.slice(0, -4)}AAAA`],
  ['without content', () => null],
])('a waiting row %s stops only its own webinar', async (_, spoil) => {
  const { account, eventIds } = await delivered(1, 1)
  for (const eventId of eventIds) register(eventId)
  const withdraw = refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  await run(account)
  // The webinars settle in this run: another read would decide again and replace the row.
  fixture().sandbox.clock.advance(4 * 24 * HOUR_MS)
  await run(account)
  withdraw()
  const [spoilt = 0] = eventIds
  const { store } = fixture()
  const row = await store
    .selectFrom('waitingRow')
    .select('sealed')
    .where('eventId', '=', String(spoilt))
    .executeTakeFirstOrThrow()
  await store
    .updateTable('waitingRow')
    .set({ sealed: spoil(row.sealed ?? '') })
    .where('eventId', '=', String(spoilt))
    .execute()
  expect(await run(account)).toMatchObject({
    outcome: 'incomplete',
    failure: null,
    ledger: { pending: 1, created: 1 },
  })
  const [trouble] = await troubles(account)
  expect(trouble).toMatchObject({ kind: 'listRefused', eventId: String(spoilt) })
  expect(trouble?.detail).toContain('a fault of the service')
})

test.each([
  ['took effect', true],
  ['did not', false],
])(
  'a single write that takes too long and %s is delivered in the same run',
  async (_, afterEffect) => {
    const { account, eventIds } = await delivered(2)
    register(eventIds[0] ?? 0)
    const effect = { answer: { status: 504, body: '', afterEffect } }
    refuse(account, { endpoint: 'upsertContact', effect })
    const { ledger } = fixture().sandbox
    const { accountId } = account.actOn
    expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
    expect(ledger.count({ account: accountId, endpoint: 'upsertContact', status: 504 })).toBe(1)
    expect(ledger.count({ account: accountId, endpoint: 'lookup' })).toBe(1)
    expect(ledger.count({ account: accountId, endpoint: 'merge' })).toBe(afterEffect ? 0 : 1)
    expect(account.list().rows).toHaveLength(3)
  },
)

test('when two people swap addresses, a person refused at first keeps no cell of the other', async () => {
  const { account, eventIds } = await delivered(1)
  const { world } = fixture().sandbox
  const [eventId = 0] = eventIds
  const first = world.register(eventId, { email: 'a@example.com', profile: { city: 'Oslo' } })
  const second = world.register(eventId, { email: 'b@example.com', profile: { city: '' } })
  await run(account)
  world.changeAddress(first, 'b@example.com')
  world.changeAddress(second, 'a@example.com')
  // The first person is written over the second person's row, and the write of the second person is refused.
  refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777'), times: 1, skip: 1 })
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  expect(await run(account)).toMatchObject({ outcome: 'complete' })
  const cityAt = (address: string) =>
    account.list().rows.find(({ cells }) => cells['Email Address'] === address)?.cells['City']
  expect(cityAt('a@example.com')).toBe('')
  expect(cityAt('b@example.com')).toBe('Oslo')
  expect(await run(account)).toMatchObject({ ledger: { unchanged: 3, updated: 0 } })
})

test('a person is not in the list twice when the new holder of the earlier address is forgotten before being written', async () => {
  const { account, eventIds } = await delivered(1)
  const { world } = fixture().sandbox
  const [eventId = 0] = eventIds
  const moved = world.register(eventId, { email: 'before@example.com' })
  await run(account)
  world.changeAddress(moved, 'after@example.com')
  const next = world.register(eventId, { email: 'before@example.com' })
  refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777'), times: 1, skip: 1 })
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  world.forget(next)
  expect(await run(account)).toMatchObject({ outcome: 'complete' })
  expect(registrantIds(account).filter((id) => id === String(moved))).toHaveLength(1)
  expect(account.list().rows).toHaveLength(2)
  expect(await run(account)).toMatchObject({ ledger: { unchanged: 2, updated: 0 } })
})

test.each(['10017', '10089'])(
  'a job whose status Act-On refuses by %s may still write: a person who then changes address is in the list once',
  async (code) => {
    const { account, eventIds } = await delivered(1)
    const { world, actOn } = fixture().sandbox
    const [moved = 0] = register(eventIds[0] ?? 0, 6)
    // The job writes nothing for this long, because status calls that are refused do not count as polls.
    Object.assign(actOn.knobs, { jobUnpolledMs: 60_000 })
    const untell = refuse(account, { endpoint: 'jobStatus', effect: refusedBy(code) })
    const unwrite = refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777') })
    expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 6 } })
    Object.assign(actOn.knobs, { jobUnpolledMs: 0 })
    account.lists()
    Object.assign(actOn.knobs, { jobUnpolledMs: 100 })
    expect(account.list().rows).toHaveLength(7)
    untell()
    unwrite()
    world.changeAddress(moved, 'moved.by.job@example.com')
    // The move waits until the job has certainly ended. Each run checks the job once.
    for (let runs = 0; runs < 2; runs += 1) {
      fixture().sandbox.clock.advance(HOUR_MS)
      expect(await run(account)).toMatchObject({ outcome: 'incomplete' })
    }
    expect(await run(account)).toMatchObject({ outcome: 'complete' })
    expect(registrantIds(account).filter((id) => id === String(moved))).toHaveLength(1)
    expect(account.list().rows).toHaveLength(7)
  },
)
