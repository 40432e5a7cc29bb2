import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { blockForQuota } from '../../../src/store/accounts/account-state.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { createTokenVault } from '../../../src/vendors/stored-tokens.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 60 * 60 * 1000
const TOO_MANY = {
  answer: { status: 429, body: '{"httpCode":"429","httpMessage":"Too Many Requests"}' },
}

let fixture: ActivitiesFixture
/** A service for which Act-On counts the calls of all accounts together. */
let shared: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
  shared = await openActivitiesFixture({ env: { ACTON_LIMIT_SCOPE: 'client' } })
})
afterAll(async () => {
  await fixture.close()
  await shared.close()
})
afterEach(() => {
  fixture.sandbox.actOn.knobs.callsPerDay = 30_000
})

function actOnCalls(account: FixtureAccount): number {
  return fixture.sandbox.ledger.count({ account: account.actOn.accountId })
}

test('daily calls used up by another application end as waitingForQuota, also with an expired token', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  fixture.sandbox.clock.advance(6 * HOUR_MS)
  fixture.sandbox.actOn.knobs.callsPerDay = 0
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'waitingForQuota', ledger: { pending: 3 }, retried: [] })
  expect(await reasonOf(account)).toBe(
    'Act-On itself takes no more calls of this account for now; our own limit is not used up.',
  )
  expect(await account.probe()).toBe(false)
  fixture.sandbox.actOn.knobs.callsPerDay = 30_000
  fixture.sandbox.clock.advance(HOUR_MS)
  expect(await account.probe()).toBe(true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('used-up daily calls end as waitingForQuota, also when the linking page’s sign-ins are used up', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  fixture.sandbox.clock.advance(6 * HOUR_MS)
  const vault = createTokenVault({ ...fixture, keepPassword: true })
  for (let typed = 0; typed < 3; typed += 1)
    await vault.recordSignIn(account.actOn.userName, 'page')
  fixture.sandbox.actOn.knobs.callsPerDay = 0
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'waitingForQuota', ledger: { pending: 3 }, retried: [] })
  fixture.sandbox.actOn.knobs.callsPerDay = 30_000
  expect(await account.probe()).toBe(false)
  fixture.sandbox.clock.advance(2 * HOUR_MS)
  expect(await account.probe()).toBe(true)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
})

test('the account’s own daily budget ends the run without a further call, and the next run continues when there is room', async () => {
  const account = await fixture.nextAccount()
  account.webinar(3)
  const linkedWith = actOnCalls(account)
  await setBudget(account, linkedWith + 3)
  expect(await account.run()).toMatchObject({
    outcome: 'waitingForQuota',
    ledger: { created: 1, pending: 2 },
    failure: null,
  })
  expect(actOnCalls(account)).toBe(linkedWith + 3)
  expect(await reasonOf(account)).toBe(
    `All ${String(linkedWith + 3)} calls to Act-On that this account’s own limit (actOnCallsPerDay) allows in any 24 hours are used up.`,
  )

  fixture.sandbox.clock.advance(23 * HOUR_MS)
  expect(await account.probe()).toBe(false)
  expect(actOnCalls(account)).toBe(linkedWith + 3)
  fixture.sandbox.clock.advance(2 * HOUR_MS)
  expect(await account.probe()).toBe(true)
  await setBudget(account, null)
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { created: 2, unchanged: 1 },
  })
})

test('the limit that was hit last is the one that is told', async () => {
  const account = await fixture.nextAccount()
  for (const reason of ['Ours is used up.', 'Theirs is used up.']) {
    await blockForQuota(fixture.store, account.on24ClientId, { reason, at: fixture.now() })
    expect(await reasonOf(account)).toBe(reason)
  }
})

test('where Act-On counts all accounts together, one account probes and all continue', async () => {
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

async function reasonOf({ on24ClientId }: FixtureAccount): Promise<string | null> {
  const { store } = fixture
  return (await getAccount(store, on24ClientId)).stateReason
}

async function setBudget({ on24ClientId }: FixtureAccount, callsPerDay: number | null) {
  await fixture.store
    .updateTable('account')
    .set({ actOnCallsPerDay: callsPerDay })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}
