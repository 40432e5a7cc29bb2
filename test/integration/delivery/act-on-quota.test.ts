import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createTokenVault } from '../../../src/accounts/stored-tokens.ts'
import { backfillLease } from '../../../src/store/leases/lease-names.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { takeLease } from '../../../src/store/leases/leases.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import { type BenchAccount, openRunBench, type RunBench } from '../../support/fixtures/run-bench.ts'

const HOUR_MS = 60 * 60 * 1000
const TOO_MANY = {
  answer: { status: 429, body: '{"httpCode":"429","httpMessage":"Too Many Requests"}' },
}

let bench: RunBench
/** Here Act-On counts the calls of all accounts together. */
let shared: RunBench
beforeAll(async () => {
  bench = await openRunBench()
  shared = await openRunBench({ env: { ACTON_LIMIT_SCOPE: 'client' } })
})
afterAll(async () => {
  await bench.close()
  await shared.close()
})
afterEach(() => {
  bench.sandbox.faults.clear()
  bench.sandbox.actOn.knobs.callsPerDay = 30_000
})

/** Answers every call of the account with 429 until the returned function is called. */
function refuseAll(account: BenchAccount, times = Infinity): () => void {
  const { accountId } = account.actOn
  return bench.sandbox.faults.add({ vendor: 'actOn', account: accountId, times, effect: TOO_MANY })
}

function actOnCalls(account: BenchAccount): number {
  return bench.sandbox.ledger.count({ account: account.actOn.accountId })
}

test('429 for a moment is waited out: no failure, no state', async () => {
  const account = await bench.nextAccount()
  account.webinar(3)
  refuseAll(account, 3)
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { created: 3 }, retried: [] })
  expect(await getAccount(bench.store, account.on24ClientId)).toMatchObject({ quotaSince: null })
})

const MOST_CALLS = 100

test.each([
  ['createList', 3, 429],
  ['upsertContact', 3, 429],
  ['merge', 9, 429],
  ['merge', 9, 200],
  ['jobStatus', 9, 200],
])(
  'too many calls of %s alone, while others go through, end in waiting for quota: %i rows, HTTP %i',
  async (endpoint, rows, status) => {
    const account = await bench.nextAccount()
    const eventId = account.webinar(1)
    expect(await account.run()).toMatchObject({ outcome: 'complete' })
    // Headings are read before each upload.
    if (endpoint === 'createList') account.webinar(rows)
    else bench.sandbox.world.registerMany(eventId, rows)
    const before = actOnCalls(account)
    bench.sandbox.faults.add({
      vendor: 'actOn',
      account: account.actOn.accountId,
      endpoint,
      times: Infinity,
      effect: { answer: { ...TOO_MANY.answer, status } },
    })
    expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota', failure: null })
    expect(actOnCalls(account) - before).toBeLessThan(MOST_CALLS)
    bench.sandbox.faults.clear()
    expect(await account.probe()).toBe(true)
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { pending: 0 } })
  },
)

test('429 for too long: reads are kept, later runs only read, and a probe starts the delivery', async () => {
  const account = await bench.nextAccount()
  const eventId = account.webinar(3)
  const withdraw = refuseAll(account)
  expect(await account.run()).toMatchObject({
    outcome: 'waitingForQuota',
    ledger: { read: 3, pending: 3 },
    failure: null,
    retried: [],
  })

  bench.sandbox.world.register(eventId)
  const before = actOnCalls(account)
  expect(await account.run()).toMatchObject({
    outcome: 'waitingForQuota',
    ledger: { read: 4, pending: 4 },
  })
  expect(actOnCalls(account)).toBe(before)

  expect(await account.probe()).toBe(false)
  expect(actOnCalls(account)).toBe(before + 1)
  const startedBefore = runsStarted(account)

  withdraw()
  expect(await account.probe()).toBe(true)
  expect(runsStarted(account)).toBe(startedBefore + 1)
  const between = await getAccount(bench.store, account.on24ClientId)
  expect(between.quotaSince).not.toBeNull()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 4 } })
  expect(await getAccount(bench.store, account.on24ClientId)).toMatchObject({ quotaSince: null })
})

test('whoever asks for a run while quota is waited for has Act-On asked at once', async () => {
  const account = await bench.nextAccount()
  account.webinar(3)
  const withdraw = refuseAll(account)
  expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota' })
  const stateOf = () => getAccount(bench.store, account.on24ClientId)
  const nextProbeMs = async () => Number((await stateOf()).nextProbeAt) - bench.now().getTime()
  expect(await nextProbeMs()).toBeLessThanOrEqual(HOUR_MS)
  const [before, runs] = [actOnCalls(account), runsStarted(account)]
  bench.sandbox.clock.advance(HOUR_MS / 2)
  expect(await account.syncNow()).toMatch(/still accepts no calls/)
  expect(actOnCalls(account)).toBe(before + 1)
  expect(runsStarted(account)).toBe(runs + 1)
  expect(await nextProbeMs()).toBeGreaterThan(HOUR_MS * 0.9)
  withdraw()
  expect(await account.syncNow()).toMatch(/accepts calls again/)
  expect(await stateOf()).toMatchObject({ quotaBlocked: false })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  expect(await stateOf()).toMatchObject({ state: 'active', nextProbeAt: null })
})

test("a day's calls that were used up elsewhere end as waitingForQuota although the token has ended", async () => {
  const account = await bench.nextAccount()
  account.webinar(3)
  bench.sandbox.clock.advance(6 * HOUR_MS)
  bench.sandbox.actOn.knobs.callsPerDay = 0
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'waitingForQuota', ledger: { pending: 3 }, retried: [] })
  expect(await account.probe()).toBe(false)
  bench.sandbox.actOn.knobs.callsPerDay = 30_000
  bench.sandbox.clock.advance(HOUR_MS)
  expect(await account.probe()).toBe(true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test("a day's calls that are used up once somebody used up the page's sign-ins end as waitingForQuota, too", async () => {
  const account = await bench.nextAccount()
  account.webinar(3)
  bench.sandbox.clock.advance(6 * HOUR_MS)
  const vault = createTokenVault({ ...bench, keepPassword: true })
  for (let typed = 0; typed < 3; typed += 1)
    await vault.recordSignIn(account.actOn.userName, 'page')
  bench.sandbox.actOn.knobs.callsPerDay = 0
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'waitingForQuota', ledger: { pending: 3 }, retried: [] })
  bench.sandbox.actOn.knobs.callsPerDay = 30_000
  expect(await account.probe()).toBe(false)
  bench.sandbox.clock.advance(2 * HOUR_MS)
  expect(await account.probe()).toBe(true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('our own day budget: the run ends without a further call, and goes on when the day has room', async () => {
  const account = await bench.nextAccount()
  account.webinar(3)
  const linkedWith = actOnCalls(account)
  await setBudget(account, linkedWith + 3)
  expect(await account.run()).toMatchObject({
    outcome: 'waitingForQuota',
    ledger: { created: 1, pending: 2 },
    failure: null,
  })
  expect(actOnCalls(account)).toBe(linkedWith + 3)

  bench.sandbox.clock.advance(23 * HOUR_MS)
  expect(await account.probe()).toBe(false)
  expect(actOnCalls(account)).toBe(linkedWith + 3)
  bench.sandbox.clock.advance(2 * HOUR_MS)
  expect(await account.probe()).toBe(true)
  await setBudget(account, null)
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { created: 2, unchanged: 1 },
  })
})

test('where Act-On counts all accounts together, one of them asks, and all go on', async () => {
  const accounts = [await shared.nextAccount(), await shared.nextAccount()]
  const withdraw = shared.sandbox.faults.add({ vendor: 'actOn', times: Infinity, effect: TOO_MANY })
  for (const account of accounts) {
    account.webinar(2)
    expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota' })
  }
  const probeAll = async () => {
    const before = shared.sandbox.ledger.count({ vendor: 'actOn' })
    const answers = []
    for (const account of accounts) answers.push(await account.probe())
    return { answers, calls: shared.sandbox.ledger.count({ vendor: 'actOn' }) - before }
  }
  expect(await probeAll()).toEqual({ answers: [false, false], calls: 1 })
  withdraw()
  shared.asked.length = 0
  expect(await probeAll()).toEqual({ answers: [true, true], calls: 1 })
  expect(shared.asked).toEqual(accounts.map(({ on24ClientId }) => `trigger ${on24ClientId}`))
  for (const account of accounts) {
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  }
})

function runsStarted({ on24ClientId }: BenchAccount): number {
  return bench.asked.filter((what) => what === `trigger ${on24ClientId}`).length
}

async function setBudget({ on24ClientId }: BenchAccount, callsPerDay: number | null) {
  await bench.store
    .updateTable('account')
    .set({ actOnCallsPerDay: callsPerDay })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

test('a webinar that ON24 does not give keeps nobody from asking Act-On again, nor the wait from ending', async () => {
  const account = await bench.nextAccount()
  account.webinar(3)
  const path = new RegExp(`/event/${String(account.webinar(3))}/`)
  const withdraw = refuseAll(account)
  bench.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    path,
    times: 4,
    effect: { answer: { status: 418 } },
  })
  const waiting = { outcome: 'waitingForQuota', ledger: { read: 3, pending: 3 }, failure: null }
  expect(await account.run()).toMatchObject(waiting)
  const stateOf = () => getAccount(bench.store, account.on24ClientId)
  const kinds = async () =>
    (await troublesOfAccount(bench.store, account.on24ClientId)).map(({ kind }) => kind)
  expect(await kinds()).toEqual(['webinarUnreadable'])

  withdraw()
  expect(await account.probe()).toBe(true)
  bench.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    path,
    times: 4,
    effect: { answer: { status: 418 } },
  })
  expect(await account.run()).toMatchObject({ outcome: 'incomplete', ledger: { pending: 0 } })
  expect(await stateOf()).toMatchObject({
    state: 'active',
    quotaSince: null,
    quotaBlocked: false,
  })
})

test('a run with nothing of its own to deliver does not end the wait of a backfill at work', async () => {
  const { store, sandbox } = bench
  const account = await bench.nextAccount()
  const { on24ClientId } = account
  account.webinar(3)
  const withdraw = refuseAll(account)
  await account.run()
  // As if a backfill had read the webinar, and was stopped by the quota.
  await takeLease(store, backfillLease(on24ClientId, 'backfill'), 'backfill', HOUR_MS)
  await store
    .updateTable('waitingRow')
    .set({ runKey: 'backfill' })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  sandbox.clock.advance(5 * 24 * HOUR_MS)
  await store
    .updateTable('webinar')
    .set({ lastReadStartedAt: sandbox.clock.now() })
    .where('on24ClientId', '=', on24ClientId)
    .execute()

  const nothing = { ledger: { read: 0, carriedOver: 0, pending: 0 } }
  expect(await account.run()).toMatchObject({ outcome: 'waitingForQuota', ...nothing })
  const blocked = await getAccount(store, on24ClientId)
  expect(blocked).toMatchObject({ state: 'waitingForQuota', quotaBlocked: true })

  withdraw()
  expect(await account.probe()).toBe(true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ...nothing })
  expect(await getAccount(store, on24ClientId)).toMatchObject({ state: 'active' })
  const notices = await store
    .selectFrom('notice')
    .select('kind')
    .where('on24ClientId', '=', on24ClientId)
    .orderBy('seq')
    .execute()
  expect(notices.map(({ kind }) => kind)).toEqual(['waitingForQuota', 'recovered'])
})
