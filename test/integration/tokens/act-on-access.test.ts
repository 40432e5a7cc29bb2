import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createTokenVault } from '../../../src/vendors/stored-tokens.ts'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 60 * 60 * 1000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** A linked account with three contacts in its list and two new registrants. */
async function accountWithNews(): Promise<FixtureAccount> {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(3)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 3 } })
  fixture.sandbox.world.registerMany(eventId, 2)
  return account
}

/** The token requests of the account's user name, in order: the grant type and the outcome of each. */
function grants(account: FixtureAccount): string[] {
  return fixture.sandbox.actOn
    .authAttempts()
    .filter(({ userName }) => userName === account.actOn.userName)
    .map(({ grantType, outcome }) => `${grantType} ${outcome}`)
}

function onToken(account: FixtureAccount, effect: FaultEffect): void {
  const { accountId } = account.actOn
  fixture.sandbox.faults.add({ vendor: 'actOn', account: accountId, endpoint: 'token', effect })
}

test('a token that ends in the middle of a run is renewed once, and the run goes on', async () => {
  const account = await accountWithNews()
  fixture.sandbox.actOn.user.expireAccessTokens(account.actOn.accountId)
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { created: 2, unchanged: 3 } })
  expect(ended.retried).toEqual([])
  expect(grants(account)).toEqual(['password granted', 'refresh_token granted'])
})

test('when the answer to a renewal is lost, the password brings the next pair', async () => {
  const account = await accountWithNews()
  fixture.sandbox.actOn.user.expireAccessTokens(account.actOn.accountId)
  onToken(account, { cut: 'after' })
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { created: 2 }, retried: [] })
  expect(grants(account).slice(1)).toEqual(['refresh_token granted', 'password granted'])
})

test('a run whose user name has no sign-in left ends incomplete, and the controller starts one when one is free', async () => {
  const account = await accountWithNews()
  const { on24ClientId, actOn } = account
  const vault = createTokenVault({ ...fixture, keepPassword: true })
  for (let made = 1; made < 5; made += 1) await vault.recordSignIn(actOn.userName, 'page')
  fixture.sandbox.actOn.user.expireAccessTokens(actOn.accountId)
  const asked = grants(account).length
  const stateOf = () => getAccount(fixture.store, on24ClientId)
  const before = await stateOf()
  expect(await account.run()).toMatchObject({
    outcome: 'incomplete',
    ledger: { pending: 2 },
    failure: null,
    retried: [],
  })
  expect(await troublesOfAccount(fixture.store, on24ClientId)).toMatchObject([
    { kind: 'signInsUsedUp', eventId: null, rows: 2 },
  ])
  const waiting = await stateOf()
  expect(waiting).toMatchObject({ state: 'failing', lastSuccessAt: before.lastSuccessAt })
  expect(waiting.stateReason).toContain('The five sign-ins an hour')
  expect(await account.probe()).toBe(false)

  const runs = fixture.asked.filter((what) => what === `trigger ${on24ClientId}`).length
  const waitMs = Number(waiting.nextProbeAt) - fixture.now().getTime()
  expect(waitMs).toBeLessThanOrEqual(1.1 * HOUR_MS)
  fixture.sandbox.clock.advance(waitMs)
  expect(await account.probe()).toBe(true)
  expect(fixture.asked.filter((what) => what === `trigger ${on24ClientId}`)).toHaveLength(runs + 1)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  expect(grants(account).slice(asked)).toEqual(['refresh_token granted'])
  expect(await stateOf()).toMatchObject({ state: 'active', nextProbeAt: null })
  expect(await troublesOfAccount(fixture.store, on24ClientId)).toEqual([])
})

test('a changed password asks for a relink: no more token calls, reads go on, nothing is lost', async () => {
  const account = await accountWithNews()
  const { on24ClientId, actOn } = account
  fixture.sandbox.actOn.user.changePassword(actOn.userName, 'a new one')
  expect(await account.run()).toMatchObject({
    outcome: 'needsRelink',
    ledger: { read: 5, unchanged: 3, pending: 2 },
    failure: null,
  })
  const { needsRelinkReason } = await getAccount(fixture.store, on24ClientId)
  expect(needsRelinkReason).toBe('Act-On refused the stored user name or password.')

  const asked = grants(account).length
  fixture.sandbox.clock.advance(6 * HOUR_MS)
  account.webinar(4)
  expect(await account.run()).toMatchObject({
    outcome: 'needsRelink',
    ledger: { read: 9, unchanged: 3, pending: 6 },
  })
  expect(grants(account)).toHaveLength(asked)

  fixture.sandbox.actOn.user.changePassword(actOn.userName, actOn.password)
  await account.link()
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { read: 9, created: 6, unchanged: 3 },
  })
  expect(account.lists().map(({ rows }) => rows.length)).toEqual([5, 4])
})

test('an account whose API access is switched off fails with a reason, and recovers by itself', async () => {
  const account = await accountWithNews()
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  expect(await account.run()).toMatchObject({
    outcome: 'failed',
    ledger: { pending: 2 },
    failure: { type: 'ActOnApiNotEnabled', nonRetryable: true },
  })
  const failing = await getAccount(fixture.store, account.on24ClientId)
  expect(failing).toMatchObject({ needsRelinkSince: null })
  expect(failing.failingReason).toContain('PUBLIC_API_FEATURE_NOT_ENABLED')

  fixture.sandbox.clock.advance(6 * HOUR_MS)
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  expect(await getAccount(fixture.store, account.on24ClientId)).toMatchObject({
    failingSince: null,
  })
})

test('a token that is refused again just after its renewal fails the run without a storm', async () => {
  const account = await accountWithNews()
  const { accountId } = account.actOn
  const answer = { status: 401, body: '{"httpCode":"401","httpMessage":"Unauthorized"}' }
  const withdraw = fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint: /^(?!token)/,
    times: Infinity,
    effect: { answer },
  })
  const calls = fixture.sandbox.ledger.count({ account: accountId })
  expect(await account.run()).toMatchObject({
    outcome: 'failed',
    failure: { type: 'ActOnAccessRefused' },
  })
  expect(fixture.sandbox.ledger.count({ account: accountId }) - calls).toBeLessThanOrEqual(3)
  withdraw()
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
})

test('a wrong client secret of the service does not ask customers for a relink', async () => {
  const account = await accountWithNews()
  fixture.sandbox.clock.advance(2 * HOUR_MS)
  onToken(account, {
    answer: { status: 401, body: '{"error":"access_denied","error_description":"Unauthorized"}' },
  })
  expect(await account.run()).toMatchObject({
    outcome: 'failed',
    ledger: { pending: 2 },
    failure: { type: 'ActOnClientRefused', nonRetryable: true },
  })
  const { needsRelinkSince, failingReason } = await getAccount(fixture.store, account.on24ClientId)
  expect(needsRelinkSince).toBeNull()
  expect(failingReason).toContain('ACTON_CLIENT_SECRET')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
})
