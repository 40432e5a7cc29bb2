import { expect, test } from 'vitest'
import { noteLateness } from '../../../src/notices/note-lateness.ts'
import {
  GATEWAY_403,
  LISTS,
  refusedBy,
  REGISTRANT_ID,
  refusalsFixture,
} from '../../support/fixtures/refusals-fixture.ts'

const HOUR_MS = 3_600_000

const { fixture, refuse, delivered, register, run, troubles, notices, stateOf } = refusalsFixture()

test('when a gateway refuses every list, no row is rejected, operators get one notice, and the next good run recovers', async () => {
  const { account, eventIds } = await delivered(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
  const { lastSuccessAt } = await stateOf(account)
  fixture().sandbox.clock.advance(HOUR_MS)
  for (const [index, eventId] of eventIds.entries()) register(eventId, index % 2 === 0 ? 2 : 6)
  const withdraw = refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  expect(await run(account)).toMatchObject({
    outcome: 'incomplete',
    ledger: { rejected: 0, pending: 40 },
    retried: [],
  })
  const what = { kind: 'actOnRefuses', eventId: null, rows: 40, detail: 'HTTP 403' }
  expect(await troubles(account)).toMatchObject([what])
  expect(await stateOf(account)).toMatchObject({
    state: 'failing',
    lastSuccessAt,
  })
  expect((await run(account)).outcome).toBe('incomplete')
  expect(await notices(account)).toEqual(['actOnRefuses'])

  withdraw()
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 40 } })
  expect(await troubles(account)).toEqual([])
  expect(await stateOf(account)).toMatchObject({ state: 'active' })
  expect(await notices(account)).toEqual(['actOnRefuses', 'end of actOnRefuses'])
})

test('after three lists with the same refusal the run stops calling Act-On', async () => {
  const { account, eventIds } = await delivered(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
  for (const eventId of eventIds) register(eventId)
  refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  const { ledger } = fixture().sandbox
  const refused = () =>
    ledger.calls({ vendor: 'actOn', account: account.actOn.accountId, status: 403 })
  const listsIn = (calls: ReturnType<typeof refused>) =>
    new Set(calls.map(({ path }) => path.split('/')[4])).size
  await run(account)
  // Four webinars are delivered in parallel, so three others may be under way when the third list refuses.
  expect(listsIn(refused())).toBeLessThanOrEqual(6)
  // After a run in which Act-On refused, lists are tried one after the other until one accepts a call.
  const before = refused().length
  await run(account)
  expect(listsIn(refused().slice(before))).toBe(3)
})

test('three lists with the same refusal count as a refusal by Act-On, although other lists accepted rows before', async () => {
  const { account, eventIds } = await delivered(1, 1, 1, 1, 1)
  for (const eventId of eventIds) register(eventId)
  for (const { listId } of account.lists().slice(2)) {
    refuse(account, { endpoint: LISTS, path: RegExp(listId), effect: GATEWAY_403 })
  }
  expect(await run(account)).toMatchObject({
    outcome: 'incomplete',
    ledger: { created: 2, pending: 3 },
  })
  expect(await troubles(account)).toMatchObject([{ kind: 'actOnRefuses', rows: 3 }])
  expect(await stateOf(account)).toMatchObject({ state: 'failing' })
})

test.each([
  ['a gateway', GATEWAY_403],
  ['a code of another call', refusedBy('10003')],
])(
  'a list without an answer counts as a refusal by Act-On when the account is refused by %s',
  async (...args) => {
    const [, effect] = args
    const { account, eventIds } = await delivered(1, 1)
    for (const eventId of eventIds) register(eventId)
    const [list] = account.lists()
    refuse(account, {
      endpoint: LISTS,
      path: RegExp(list?.listId ?? ''),
      effect: { cut: 'before' },
    })
    refuse(account, { endpoint: 'account', effect })
    expect(await run(account)).toMatchObject({
      outcome: 'incomplete',
      failure: null,
      ledger: { created: 1, pending: 1 },
    })
    expect(await troubles(account)).toMatchObject([{ kind: 'actOnRefuses', rows: 1 }])
  },
)

test('an account refused by Act-On and then by ON24 reports both', async () => {
  const { account, eventIds } = await delivered(1)
  const withdraw = refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  register(eventIds[0] ?? 0)
  expect(await run(account)).toMatchObject({ outcome: 'incomplete' })
  fixture().sandbox.on24.access.disableToken(account.on24ClientId)
  expect(await run(account)).toMatchObject({ outcome: 'failed' })
  expect(await notices(account)).toEqual(['actOnRefuses', 'failing'])
  fixture().sandbox.on24.access.enableToken(account.on24ClientId)
  withdraw()
  expect(await run(account)).toMatchObject({ outcome: 'complete' })
  const ends = ['end of actOnRefuses', 'end of failing']
  expect(await notices(account)).toEqual(['actOnRefuses', 'failing', ...ends])
})

test('a list without the column ON24 Registrant ID keeps its rows waiting until the column is back', async () => {
  const { account, eventIds } = await delivered(2)
  const [eventId = 0] = eventIds
  const { user } = fixture().sandbox.actOn
  const { accountId } = account.actOn
  const { listId } = account.list()
  user.deleteColumn(accountId, listId, REGISTRANT_ID)
  register(eventId)
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  const what = { kind: 'listColumnsLost', eventId: String(eventId), detail: REGISTRANT_ID }
  expect(await troubles(account)).toMatchObject([{ ...what, rows: 1 }])
  expect(await stateOf(account)).toMatchObject({ state: 'active' })
  await run(account)
  expect(await notices(account)).toEqual(['listColumnsLost'])
  user.addColumn(accountId, listId, REGISTRANT_ID)
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  expect(await notices(account)).toEqual(['listColumnsLost', 'end of listColumnsLost'])
})

test('40 of 120 forgotten people are held, and the account says so for as long as they are', async () => {
  const { account, eventIds } = await delivered(0)
  const ids = register(eventIds[0] ?? 0, 120)
  await run(account)
  for (const id of ids.slice(0, 40)) fixture().sandbox.world.forget(id)
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 40 } })
  fixture().sandbox.clock.advance(30 * 24 * HOUR_MS)
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 40 } })
  expect(await troubles(account)).toMatchObject([{ kind: 'removalsHeld', rows: 40 }])
  expect(await notices(account)).toEqual(['removalsHeld'])
  expect(account.list().rows).toHaveLength(120)
})

test('a list that always answers 500 is given up after three attempts, and the others are delivered', async () => {
  const { account, eventIds } = await delivered(1, 1, 1)
  const [list] = account.lists()
  for (const eventId of eventIds) register(eventId)
  const effect = { answer: { status: 500, body: '' } }
  refuse(account, { endpoint: LISTS, path: RegExp(list?.listId ?? ''), effect })
  const ended = await run(account)
  expect(ended).toMatchObject({ outcome: 'incomplete', ledger: { created: 2, pending: 1 } })
  expect(ended.retried).toHaveLength(2)
  expect(await troubles(account)).toMatchObject([{ kind: 'listRefused', rows: 1 }])
  expect(await stateOf(account)).toMatchObject({ state: 'active' })
})

test('when the sign-ins of the hour are used up the run ends, and one is started as soon as one is free', async () => {
  const { account, eventIds } = await delivered(1)
  const [eventId = 0] = eventIds
  const { clock, actOn } = fixture().sandbox
  for (let refreshes = 0; refreshes < 4; refreshes += 1) {
    register(eventId)
    actOn.user.expireAccessTokens(account.actOn.accountId)
    expect(await run(account)).toMatchObject({ outcome: 'complete' })
  }
  register(eventId)
  actOn.user.expireAccessTokens(account.actOn.accountId)
  expect(await run(account)).toMatchObject({
    outcome: 'incomplete',
    ledger: { pending: 1 },
    failure: null,
    retried: [],
  })
  expect(await troubles(account)).toMatchObject([{ kind: 'signInsUsedUp', eventId: null, rows: 1 }])
  const { state, nextProbeAt: nextAt } = await stateOf(account)
  expect(state).toBe('failing')
  expect(nextAt?.getTime()).toBeGreaterThan(clock.now().getTime())
  expect(await account.probe()).toBe(false)
  const trigger = `trigger ${account.on24ClientId}`
  const triggers = () => fixture().asked.filter((asked) => asked === trigger).length
  const before = triggers()
  clock.advance(62 * 60_000)
  expect(await account.probe()).toBe(true)
  expect(triggers()).toBe(before + 1)
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  expect(await stateOf(account)).toMatchObject({ state: 'active', nextProbeAt: null })
  expect(await notices(account)).toEqual(['signInsUsedUp', 'end of signInsUsedUp'])
})

test('a run that read and tried everything ends failing and lateness, also with a list that refuses', async () => {
  const { account, eventIds } = await delivered(1, 1)
  const { clock, on24 } = fixture().sandbox
  on24.access.disableToken(account.on24ClientId)
  clock.advance(14 * HOUR_MS)
  expect(await run(account)).toMatchObject({ outcome: 'failed' })
  await noteLateness(fixture(), new AbortController().signal)
  on24.access.enableToken(account.on24ClientId)
  const [list] = account.lists()
  for (const eventId of eventIds) register(eventId)
  refuse(account, { endpoint: LISTS, path: RegExp(list?.listId ?? ''), effect: GATEWAY_403 })
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { created: 1 } })
  const state = await stateOf(account)
  expect(state).toMatchObject({ state: 'active', lateSince: null, failingSince: null })
  const told = ['failing', 'late', 'listRefused', 'end of failing', 'end of late']
  expect((await notices(account)).toSorted()).toEqual(told.toSorted())
  // An account is not late while its runs try everything, however long one list refuses.
  for (let runs = 0; runs < 3; runs += 1) {
    clock.advance(6 * HOUR_MS)
    for (const eventId of eventIds) register(eventId)
    await run(account)
    await noteLateness(fixture(), new AbortController().signal)
  }
  expect(await stateOf(account)).toMatchObject({ state: 'active', lateSince: null })
})
