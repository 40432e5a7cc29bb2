import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { noteLateness } from '../../src/notices/watch-lateness.ts'
import type { FaultEffect } from '../../src/sandbox/faults.ts'
import { getAccount } from '../../src/store/accounts.ts'
import { troublesOfAccount } from '../../src/store/troubles.ts'
import { untold } from '../support/refusals/what-waits.ts'
import { type BenchAccount, openRunBench, type RunBench } from '../support/run-bench.ts'

const HOUR_MS = 3_600_000
const REGISTRANT_ID = 'ON24 Registrant ID'

let bench: RunBench
beforeAll(async () => {
  bench = await openRunBench({
    accounts: 40,
    actOnKnobs: { jobUnpolledMs: 100, upsertGapMs: 0 },
  })
})
afterAll(() => bench.close())
afterEach(() => {
  bench.sandbox.faults.clear()
})

const GATEWAY_403: FaultEffect = {
  answer: {
    status: 403,
    body: JSON.stringify({ httpCode: '403', httpMessage: 'Forbidden', moreInformation: '' }),
  },
}
/** Every call of Act-On that is about lists. */
const LISTS = /^(?!token|account)/

function refusedBy(errorCode: string, status = 400): FaultEffect {
  return { answer: { status, body: JSON.stringify({ errorCode, message: 'No' }) } }
}

interface Refusal {
  readonly endpoint: string | RegExp
  readonly effect: FaultEffect
  /** Default: until it is withdrawn. */
  readonly times?: number
  readonly skip?: number
  readonly path?: string
}

/** Returns what withdraws it. */
function refuse({ actOn }: BenchAccount, refusal: Refusal): () => void {
  const account = actOn.accountId
  return bench.sandbox.faults.add({ vendor: 'actOn', account, times: Infinity, ...refusal })
}

/** An account whose webinars have been delivered, each with so many people. */
async function delivered(...people: number[]) {
  const account = await bench.nextAccount()
  const eventIds = people.map((count) => account.webinar(count))
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  return { account, eventIds }
}

function register(eventId: number, count = 1): number[] {
  return bench.sandbox.world.registerMany(eventId, count)
}

/** A run after which everything that waits is told. */
async function run(account: BenchAccount) {
  const ended = await account.run()
  expect(await untold(bench.store, account.on24ClientId, ended.runKey)).toEqual([])
  return ended
}

async function troubles({ on24ClientId }: BenchAccount) {
  return troublesOfAccount(bench.store, on24ClientId)
}

/** What operators were told, in order, e.g. `listRefused` and `end of listRefused`. */
async function notices({ on24ClientId }: BenchAccount): Promise<string[]> {
  const rows = await bench.store
    .selectFrom('notice')
    .select(['kind', 'ends'])
    .where('on24_client_id', '=', on24ClientId)
    .orderBy('seq')
    .execute()
  return rows.map(({ kind, ends }) => (ends === null ? kind : `end of ${ends}`))
}

function stateOf({ on24ClientId }: BenchAccount) {
  return getAccount(bench.store, on24ClientId)
}

async function rejected({ on24ClientId }: BenchAccount) {
  return bench.store
    .selectFrom('waiting_row')
    .select('registrant_id')
    .where('on24_client_id', '=', on24ClientId)
    .where('state', '=', 'rejected')
    .execute()
}

function registrantIds(account: BenchAccount): string[] {
  return account.list().rows.map(({ cells }) => cells[REGISTRANT_ID] ?? '')
}

test('when a gateway refuses every list, no row is rejected, operators hear it once, and the next good run heals', async () => {
  const { account, eventIds } = await delivered(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
  const { last_success_at: lastSuccessAt } = await stateOf(account)
  bench.sandbox.clock.advance(HOUR_MS)
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
    last_success_at: lastSuccessAt,
  })
  expect((await run(account)).outcome).toBe('incomplete')
  expect(await notices(account)).toEqual(['actOnRefuses'])

  withdraw()
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 40 } })
  expect(await troubles(account)).toEqual([])
  expect(await stateOf(account)).toMatchObject({ state: 'active' })
  expect(await notices(account)).toEqual(['actOnRefuses', 'end of actOnRefuses'])
})

test('after three lists that refuse alike, the run calls Act-On no more', async () => {
  const { account, eventIds } = await delivered(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
  for (const eventId of eventIds) register(eventId)
  refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  const { ledger } = bench.sandbox
  const refused = () =>
    ledger.calls({ vendor: 'actOn', account: account.actOn.accountId, status: 403 })
  const listsIn = (calls: ReturnType<typeof refused>) =>
    new Set(calls.map(({ path }) => path.split('/')[4])).size
  await run(account)
  // Four webinars are delivered side by side: three may be under way when the third has said no.
  expect(listsIn(refused())).toBeLessThanOrEqual(6)
  // While it was refused before, one list is enough to see that it still is.
  const before = refused().length
  await run(account)
  expect(listsIn(refused().slice(before))).toBeLessThanOrEqual(4)
})

test('when three lists refuse alike, it is Act-On that refuses, although other lists took their rows before', async () => {
  const { account, eventIds } = await delivered(1, 1, 1, 1, 1)
  for (const eventId of eventIds) register(eventId)
  for (const { listId } of account.lists().slice(2)) {
    refuse(account, { endpoint: LISTS, path: listId, effect: GATEWAY_403 })
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
  'a list without an answer is Act-On that refuses when the account is refused by %s',
  async (...args) => {
    const [, effect] = args
    const { account, eventIds } = await delivered(1, 1)
    for (const eventId of eventIds) register(eventId)
    const [list] = account.lists()
    refuse(account, { endpoint: LISTS, path: list?.listId ?? '', effect: { cut: 'before' } })
    refuse(account, { endpoint: 'account', effect })
    expect(await run(account)).toMatchObject({
      outcome: 'incomplete',
      failure: null,
      ledger: { created: 1, pending: 1 },
    })
    expect(await troubles(account)).toMatchObject([{ kind: 'actOnRefuses', rows: 1 }])
  },
)

test('a gateway that refuses under the status 200 has written nothing', async () => {
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
  bench.sandbox.world.editProfile(person, { city: '' }, 'event')
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

test('a token call that takes too long is not taken for a list on which writes do', async () => {
  const { account, eventIds } = await delivered(1)
  register(eventIds[0] ?? 0)
  bench.sandbox.actOn.user.expireAccessTokens(account.actOn.accountId)
  refuse(account, { endpoint: 'token', effect: { answer: { status: 408 } }, times: 2 })
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  const { accountId } = account.actOn
  expect(bench.sandbox.ledger.count({ account: accountId, endpoint: 'merge' })).toBe(0)
})

test('an account that Act-On refuses, and ON24 then too, is told of both', async () => {
  const { account, eventIds } = await delivered(1)
  const withdraw = refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  register(eventIds[0] ?? 0)
  expect(await run(account)).toMatchObject({ outcome: 'incomplete' })
  bench.sandbox.on24.access.disableToken(account.on24ClientId)
  expect(await run(account)).toMatchObject({ outcome: 'failed' })
  expect(await notices(account)).toEqual(['actOnRefuses', 'failing'])
  bench.sandbox.on24.access.enableToken(account.on24ClientId)
  withdraw()
  expect(await run(account)).toMatchObject({ outcome: 'complete' })
  const ends = ['end of actOnRefuses', 'end of failing']
  expect(await notices(account)).toEqual(['actOnRefuses', 'failing', ...ends])
})

test.each<[string, number, string]>([
  ['400 without a code', 400, '{"message":"The list is being processed"}'],
  ['405', 405, '{"message":"No"}'],
  ['409', 409, '{"message":"No"}'],
  ['423', 423, '{"message":"No"}'],
])('after a passing %s rows wait, and the next run brings them', async (_, status, body) => {
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

test('a list without the column ON24 Registrant ID keeps its rows waiting until the column is back', async () => {
  const { account, eventIds } = await delivered(2)
  const [eventId = 0] = eventIds
  const { user } = bench.sandbox.actOn
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
  for (const id of ids.slice(0, 40)) bench.sandbox.world.forget(id)
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 40 } })
  bench.sandbox.clock.advance(30 * 24 * HOUR_MS)
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 40 } })
  expect(await troubles(account)).toMatchObject([{ kind: 'removalsHeld', rows: 40 }])
  expect(await notices(account)).toEqual(['removalsHeld'])
  expect(account.list().rows).toHaveLength(120)
})

test('a forgotten person whose row Act-On does not delete waits, and goes when it does', async () => {
  const { account, eventIds } = await delivered(3)
  const [gone = 0] = register(eventIds[0] ?? 0)
  await run(account)
  bench.sandbox.world.forget(gone)
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
  bench.sandbox.world.forget(gone)
  const effect = { answer: { ...refusedBy('10008').answer, status: 400, afterEffect: true } }
  refuse(account, { endpoint: 'deleteRecords', effect })
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { removed: 1 } })
})

test('a row that Act-On refuses by an unknown code waits, and is rejected when a second run meets the same', async () => {
  const { account, eventIds } = await delivered(2)
  const [refused = 0] = register(eventIds[0] ?? 0)
  refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777') })
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  expect(await troubles(account)).toMatchObject([{ kind: 'listRefused', rows: 1 }])
  expect(await run(account)).toMatchObject({ outcome: 'rejections', ledger: { rejected: 1 } })
  expect(await rejected(account)).toEqual([{ registrant_id: String(refused) }])
  expect(await troubles(account)).toEqual([])
})

test('a refused row whose content has changed since is not rejected by the next run', async () => {
  const { account, eventIds } = await delivered(2)
  const [refused = 0] = register(eventIds[0] ?? 0)
  refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777') })
  for (const city of ['Oslo', 'Bergen', 'Tromsø']) {
    bench.sandbox.world.editProfile(refused, { city }, 'event')
    expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  }
  expect(await run(account)).toMatchObject({ outcome: 'rejections', ledger: { rejected: 1 } })
})

test.each(['10004', '10010', '10054', '10088'])(
  'a refusal by %s speaks of no row, and rejects none however often it comes',
  async (code) => {
    const { account, eventIds } = await delivered(2)
    register(eventIds[0] ?? 0)
    refuse(account, { endpoint: 'upsertContact', effect: refusedBy(code) })
    for (let runs = 0; runs < 3; runs += 1) {
      expect(await run(account)).toMatchObject({ ledger: { rejected: 0 } })
    }
    expect(await rejected(account)).toEqual([])
  },
)

test('a list that always answers 500 is given up after three attempts, and the others are delivered', async () => {
  const { account, eventIds } = await delivered(1, 1, 1)
  const [list] = account.lists()
  for (const eventId of eventIds) register(eventId)
  const effect = { answer: { status: 500, body: '' } }
  refuse(account, { endpoint: LISTS, path: list?.listId ?? '', effect })
  const ended = await run(account)
  expect(ended).toMatchObject({ outcome: 'incomplete', ledger: { created: 2, pending: 1 } })
  expect(ended.retried).toHaveLength(2)
  expect(await troubles(account)).toMatchObject([{ kind: 'listRefused', rows: 1 }])
  expect(await stateOf(account)).toMatchObject({ state: 'active' })
})

test.each<[string, (sealed: string) => string | null]>([
  ['that cannot be opened', (sealed) => `${sealed.slice(0, -4)}AAAA`],
  ['without content', () => null],
])('a waiting row %s stops its own webinar alone', async (_, spoil) => {
  const { account, eventIds } = await delivered(1, 1)
  for (const eventId of eventIds) register(eventId)
  const withdraw = refuse(account, { endpoint: LISTS, effect: GATEWAY_403 })
  await run(account)
  // Read for the last time: another read would decide anew, and make the row anew.
  bench.sandbox.clock.advance(4 * 24 * HOUR_MS)
  await run(account)
  withdraw()
  const [spoilt = 0] = eventIds
  const { store } = bench
  const row = await store
    .selectFrom('waiting_row')
    .select('sealed')
    .where('event_id', '=', String(spoilt))
    .executeTakeFirstOrThrow()
  await store
    .updateTable('waiting_row')
    .set({ sealed: spoil(row.sealed ?? '') })
    .where('event_id', '=', String(spoilt))
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
  'a single write that takes too long and %s is brought in the same run',
  async (_, afterEffect) => {
    const { account, eventIds } = await delivered(2)
    register(eventIds[0] ?? 0)
    const effect = { answer: { status: 504, body: '', afterEffect } }
    refuse(account, { endpoint: 'upsertContact', effect })
    const { ledger } = bench.sandbox
    const { accountId } = account.actOn
    expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
    expect(ledger.count({ account: accountId, endpoint: 'upsertContact', status: 504 })).toBe(1)
    expect(ledger.count({ account: accountId, endpoint: 'lookup' })).toBe(1)
    expect(ledger.count({ account: accountId, endpoint: 'merge' })).toBe(afterEffect ? 0 : 1)
    expect(account.list().rows).toHaveLength(3)
  },
)

test('when the sign-ins of the hour are used up the run ends, and one is started as soon as one is free', async () => {
  const { account, eventIds } = await delivered(1)
  const [eventId = 0] = eventIds
  const { clock, actOn } = bench.sandbox
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
  const { state, next_probe_at: nextAt } = await stateOf(account)
  expect(state).toBe('failing')
  expect(nextAt?.getTime()).toBeGreaterThan(clock.now().getTime())
  expect(await account.probe()).toBe(false)
  const trigger = `trigger ${account.on24ClientId}`
  const triggers = () => bench.asked.filter((asked) => asked === trigger).length
  const before = triggers()
  clock.advance(62 * 60_000)
  expect(await account.probe()).toBe(true)
  expect(triggers()).toBe(before + 1)
  expect(await run(account)).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  expect(await stateOf(account)).toMatchObject({ state: 'active', next_probe_at: null })
  expect(await notices(account)).toEqual(['signInsUsedUp', 'end of signInsUsedUp'])
})

test('a run that read and tried everything ends failing and lateness, although a list refuses', async () => {
  const { account, eventIds } = await delivered(1, 1)
  const { clock, on24 } = bench.sandbox
  on24.access.disableToken(account.on24ClientId)
  clock.advance(14 * HOUR_MS)
  expect(await run(account)).toMatchObject({ outcome: 'failed' })
  await noteLateness(bench, new AbortController().signal)
  on24.access.enableToken(account.on24ClientId)
  const [list] = account.lists()
  for (const eventId of eventIds) register(eventId)
  refuse(account, { endpoint: LISTS, path: list?.listId ?? '', effect: GATEWAY_403 })
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { created: 1 } })
  const state = await stateOf(account)
  expect(state).toMatchObject({ state: 'active', late_since: null, failing_since: null })
  const told = ['failing', 'late', 'listRefused', 'end of failing', 'end of late']
  expect((await notices(account)).toSorted()).toEqual(told.toSorted())
  // Nobody is late while everything is tried, however long the list refuses.
  for (let runs = 0; runs < 3; runs += 1) {
    clock.advance(6 * HOUR_MS)
    for (const eventId of eventIds) register(eventId)
    await run(account)
    await noteLateness(bench, new AbortController().signal)
  }
  expect(await stateOf(account)).toMatchObject({ state: 'active', late_since: null })
})

test('two people swap their addresses, and who is refused at first keeps nothing of the other', async () => {
  const { account, eventIds } = await delivered(1)
  const { world } = bench.sandbox
  const [eventId = 0] = eventIds
  const first = world.register(eventId, { email: 'a@example.com', profile: { city: 'Oslo' } })
  const second = world.register(eventId, { email: 'b@example.com', profile: { city: '' } })
  await run(account)
  world.changeAddress(first, 'b@example.com')
  world.changeAddress(second, 'a@example.com')
  // The first one is written over the second one's row, and the second one is not.
  refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777'), times: 1, skip: 1 })
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  expect(await run(account)).toMatchObject({ outcome: 'complete' })
  const cityAt = (address: string) =>
    account.list().rows.find(({ cells }) => cells['Email Address'] === address)?.cells['City']
  expect(cityAt('a@example.com')).toBe('')
  expect(cityAt('b@example.com')).toBe('Oslo')
  expect(await run(account)).toMatchObject({ ledger: { unchanged: 3, updated: 0 } })
})

test('a person is not left twice in the list when who was to have the earlier address is forgotten unwritten', async () => {
  const { account, eventIds } = await delivered(1)
  const { world } = bench.sandbox
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
  'a job whose state Act-On refuses to tell by %s may still write: who changes the address then stands there once',
  async (code) => {
    const { account, eventIds } = await delivered(1)
    const { world, actOn } = bench.sandbox
    const [moved = 0] = register(eventIds[0] ?? 0, 6)
    // Nothing of it is written before somebody asks again, or for so long.
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
    // The move waits until the job is surely over: each run looks at it once.
    for (let runs = 0; runs < 2; runs += 1) {
      bench.sandbox.clock.advance(HOUR_MS)
      expect(await run(account)).toMatchObject({ outcome: 'incomplete' })
    }
    expect(await run(account)).toMatchObject({ outcome: 'complete' })
    expect(registrantIds(account).filter((id) => id === String(moved))).toHaveLength(1)
    expect(account.list().rows).toHaveLength(7)
  },
)
