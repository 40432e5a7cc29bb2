/** Troubles have the right reason, block no other row, and end in time. */
import { expect, test } from 'vitest'
import { createActivities } from '../../../activities/index.ts'
import { attemptOnce } from '../../support/temporal/retry-activities.ts'
import { noTemporal } from '../../support/temporal/no-temporal.ts'
import { GATEWAY_403, LISTS, refusalsFixture } from '../../support/fixtures/refusals-fixture.ts'
import { noticesWithoutEnd, unexplainedWaits } from '../../support/accounts/unexplained-waits.ts'
import type { FixtureAccount } from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 3_600_000
const { fixture, refuse, delivered, register, troubles, stateOf, registrantIds } = refusalsFixture()

const kindsOf = async (account: FixtureAccount) => (await troubles(account)).map(({ kind }) => kind)

const TOO_MANY = { answer: { status: 429, body: '{"httpCode":"429"}' } }

test('a trouble of the whole account ends when no row waits for it any more', async () => {
  const { account, eventIds } = await delivered(1)
  register(eventIds[0] ?? 0)
  const withdraw = refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  await account.run()
  expect(await kindsOf(account)).toEqual(['actOnRefuses'])
  withdraw()
  const { store } = fixture()
  const { on24ClientId } = account
  await store.deleteFrom('waitingRow').where('on24ClientId', '=', on24ClientId).execute()
  const excluded = store.updateTable('webinar').set({ excluded: true })
  await excluded.where('on24ClientId', '=', on24ClientId).execute()
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(await kindsOf(account)).toEqual([])
  expect(await noticesWithoutEnd(store, on24ClientId)).toEqual([])
})

test('a move without an answer waits with its reason, and is looked up in the list afterwards', async () => {
  const { account, eventIds } = await delivered(1)
  const { world } = fixture().sandbox
  const person = world.register(eventIds[0] ?? 0, { email: 'old2@example.com' })
  await account.run()
  world.changeAddress(person, 'new2@example.com')
  const late = { status: 504, body: '', afterEffect: true }
  const withdraw = refuse(account, { endpoint: 'updateRecord', effect: { answer: late } })
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  expect(await kindsOf(account)).toEqual(['listRefused'])
  expect(await unexplainedWaits(fixture().store, account.on24ClientId, ended.runKey)).toEqual([])
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 1 } })
  withdraw()
  expect(registrantIds(account).filter((id) => id === String(person))).toHaveLength(1)
})

test('people who pass an address on one after the other each keep their own contact', async () => {
  const { account, eventIds } = await delivered(1)
  const { world } = fixture().sandbox
  const [eventId = 0] = eventIds
  const first = world.register(eventId, { email: 'a5@example.com' })
  const second = world.register(eventId, { email: 'b5@example.com' })
  await account.run()
  const withdraw = refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  world.changeAddress(second, 'c5@example.com')
  await account.run()
  world.changeAddress(first, 'b5@example.com')
  await account.run()
  withdraw()
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  const stands = account
    .list()
    .rows.map(({ cells }) => [cells['ON24 Registrant ID'], cells['Email Address']])
  expect(stands).toContainEqual([String(first), 'b5@example.com'])
  expect(stands).toContainEqual([String(second), 'c5@example.com'])
})

test('lists that can be read but refuse writes count as refused', async () => {
  const { account, eventIds } = await delivered(1, 1, 1, 1, 1)
  for (const id of eventIds) for (let n = 0; n < 6; n += 1) register(id)
  const writes = /^(upsertContact|merge|updateRecord|createList)$/
  refuse(account, { endpoint: writes, effect: GATEWAY_403 })
  expect(await account.run()).toMatchObject({ outcome: 'incomplete' })
  expect(await kindsOf(account)).toEqual(['actOnRefuses'])
  expect(await stateOf(account)).toMatchObject({ state: 'failing' })
})

test('a defect of the service is not reported as a refusal by Act-On', async () => {
  const { account, eventIds } = await delivered(1)
  register(eventIds[0] ?? 0)
  const withdraw = refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  await account.run()
  fixture().sandbox.clock.advance(4 * 24 * HOUR_MS)
  await account.run()
  withdraw()
  const { store } = fixture()
  const broken = store.updateTable('waitingRow').set({ sealed: null })
  await broken.where('on24ClientId', '=', account.on24ClientId).execute()
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  const found = await troubles(account)
  expect(found.find(({ kind }) => kind === 'listRefused')?.detail).toMatch(
    /^a fault of the service/,
  )
})

test('a list that always refuses does not stop other lists, and is no trouble of the account', async () => {
  const { account, eventIds } = await delivered(1, 1, 1, 1, 1, 1)
  const [bad = 0, ...good] = eventIds
  const list = account.lists().find(({ name }) => name.includes(String(bad)))
  refuse(account, { endpoint: LISTS, path: RegExp(list?.listId ?? ''), effect: GATEWAY_403 })
  register(bad)
  await account.run()
  expect(await kindsOf(account)).toEqual(['actOnRefuses'])
  for (const id of good) register(id)
  expect(await account.run()).toMatchObject({
    outcome: 'incomplete',
    ledger: { created: good.length, pending: 1 },
  })
  expect(await kindsOf(account)).toEqual(['listRefused'])
  expect(await stateOf(account)).toMatchObject({ state: 'active' })
})

test('an unreadable webinar’s trouble ends once the webinar is deleted', async () => {
  const { account, eventIds } = await delivered(1, 1)
  const [eventId = 0] = eventIds
  const { sandbox, store } = fixture()
  const withdraw = sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    path: new RegExp(`/event/${String(eventId)}/`),
    times: Infinity,
    effect: { answer: { status: 418 } },
  })
  await account.run()
  expect(await kindsOf(account)).toEqual(['webinarUnreadable'])
  withdraw()
  sandbox.world.removeWebinar(eventId)
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(await kindsOf(account)).toEqual([])
  expect(await noticesWithoutEnd(store, account.on24ClientId)).toEqual([])
})

test('an event that ON24 refuses to show stops only itself, and not forever', async () => {
  const { account, eventIds } = await delivered(1)
  const { sandbox, store } = fixture()
  const named = { on24ClientId: account.on24ClientId, eventId: '999' }
  await store.insertInto('eventToLookUp').values(named).execute()
  register(eventIds[0] ?? 0)
  sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    path: /\/event\/999$/,
    times: Infinity,
    effect: { answer: { status: 403, body: '{"message":"No permission for this event"}' } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { created: 1 } })
  expect(await kindsOf(account)).toEqual(['webinarUnreadable'])
  for (let run = 2; run < 8; run += 1) await account.run()
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  expect(await kindsOf(account)).toEqual([])
})

test('a list without an answer during 429s does not end the run as failed', async () => {
  const { account, eventIds } = await delivered(1, 1)
  for (const id of eventIds) register(id)
  const [list] = account.lists()
  const silent = { answer: { status: 500, body: '' } }
  refuse(account, { endpoint: LISTS, path: RegExp(list?.listId ?? ''), effect: silent })
  refuse(account, { endpoint: 'account', effect: TOO_MANY, times: 1 })
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', failure: null })
  expect(await kindsOf(account)).toEqual(['listRefused'])
})

test('a paused account that waits for quota causes no calls to Act-On and no polling', async () => {
  const { account, eventIds } = await delivered(1)
  register(eventIds[0] ?? 0)
  const withdraw = refuse(account, { endpoint: /.*/, effect: TOO_MANY })
  expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota' })
  await account.pause()
  fixture().sandbox.clock.advance(2 * HOUR_MS)
  const activities = createActivities({ ...fixture(), ...noTemporal() })
  const { on24ClientId } = account
  const answer = await attemptOnce(activities.probeActOn, { on24ClientId })
  expect(answer.goesOn).toBe(false)
  expect(answer.probeInSeconds).toBeCloseTo(3600, 0)
  await account.resume()
  withdraw()
  refuse(account, { endpoint: 'account', effect: GATEWAY_403 })
  expect(await account.syncNow()).toMatch(
    /could not be reached to check its quota: a run starts anyway/,
  )
})
