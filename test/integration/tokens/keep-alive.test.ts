/** How an idle account's access to both vendors is kept alive, and with how many calls. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
  fixture.paused.clear()
  fixture.sandbox.on24.knobs.idleTokenText = 'wrongOrInvalid'
})

/** A linked account after its first run. Enables all ON24 tokens first: earlier tests may have let them become idle. */
async function account(): Promise<FixtureAccount> {
  const { world, on24 } = fixture.sandbox
  for (const { on24ClientId } of world.accounts) on24.access.enableToken(on24ClientId)
  const one = await fixture.nextAccount()
  one.webinar(2)
  expect(await one.run()).toMatchObject({ outcome: 'complete' })
  return one
}

function callsOf({ on24ClientId, actOn }: FixtureAccount) {
  const { ledger } = fixture.sandbox
  return {
    on24: ledger.count({ vendor: 'on24', account: on24ClientId }),
    token: fixture.sandbox.actOn
      .authAttempts()
      .filter(({ userName }) => userName === actOn.userName).length,
    actOn: ledger.count({ vendor: 'actOn', account: actOn.accountId }),
  }
}

/** Advances the clock by days, with a keep-alive on each. Returns the number of calls in that time. */
async function idleDays(one: FixtureAccount, days: number) {
  const before = callsOf(one)
  for (let day = 0; day < days; day += 1) {
    fixture.sandbox.clock.advance(DAY_MS)
    await one.keepAlive()
  }
  const after = callsOf(one)
  return {
    on24: after.on24 - before.on24,
    token: after.token - before.token,
    actOn: after.actOn - before.actOn,
  }
}

const NOTHING = { on24: 0, token: 0, actOn: 0 }

test('an idle account costs one token call when its refresh token is older than 20 days, and no other', async () => {
  const one = await account()
  for (let month = 1; month <= 2; month += 1) {
    expect(await idleDays(one, 19)).toEqual(NOTHING)
    expect(await idleDays(one, 1)).toEqual({ on24: 0, token: 1, actOn: 1 })
  }
  one.webinar(1)
  expect(await one.run()).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
  expect(
    fixture.sandbox.actOn.authAttempts().filter(({ outcome }) => outcome !== 'granted'),
  ).toEqual([])
})

test('a paused account is kept alive at both vendors: one ON24 call in 30 days', async () => {
  const one = await account()
  fixture.paused.add(one.on24ClientId)
  expect(await idleDays(one, 29)).toEqual({ on24: 0, token: 1, actOn: 1 })
  expect(await idleDays(one, 1)).toEqual({ on24: 1, token: 0, actOn: 0 })
  expect(await idleDays(one, 29)).toMatchObject({ on24: 0 })
  expect(await idleDays(one, 1)).toMatchObject({ on24: 1 })
})

test.each(['deactivated', 'wrongOrInvalid'] as const)(
  'the tokens of an account paused for 61 days still work (idle ones would be %s)',
  async (words) => {
    fixture.sandbox.on24.knobs.idleTokenText = words
    const one = await account()
    const neglected = await account()
    fixture.paused.add(one.on24ClientId).add(neglected.on24ClientId)
    expect(await idleDays(one, 61)).toMatchObject({ on24: 2 })
    fixture.paused.clear()
    one.webinar(1)
    expect(await one.run()).toMatchObject({ outcome: 'complete', ledger: { created: 1 } })
    expect(await neglected.run()).toMatchObject({
      outcome: 'failed',
      failure: { type: 'On24CredentialsRefused' },
    })
  },
)

test('an account that waits for a relink makes no token call, and its ON24 pair is kept all the same', async () => {
  const one = await account()
  const { userName, accountId, password } = one.actOn
  fixture.sandbox.actOn.user.changePassword(userName, 'Zq7canary-another')
  fixture.sandbox.actOn.user.expireAccessTokens(accountId)
  one.webinar(1)
  expect(await one.run()).toMatchObject({ outcome: 'needsRelink' })
  fixture.paused.add(one.on24ClientId)
  expect(await idleDays(one, 61)).toEqual({ on24: 2, token: 0, actOn: 0 })
  fixture.sandbox.actOn.user.changePassword(userName, password)
})

test('a link that is found lost while nothing else happens is noted with its notice', async () => {
  const one = await account()
  fixture.sandbox.actOn.user.changePassword(one.actOn.userName, 'Zq7canary-another')
  fixture.sandbox.clock.advance(21 * DAY_MS)
  await expect(one.keepAlive()).rejects.toMatchObject({ type: 'ActOnAccessRefused' })
  expect((await getAccount(fixture.store, one.on24ClientId)).needsRelinkSince).not.toBeNull()
  await one.keepAlive()
  const notices = await fixture.store
    .selectFrom('notice')
    .select('kind')
    .where('on24ClientId', '=', one.on24ClientId)
    .execute()
  expect(notices).toEqual([{ kind: 'needsRelink' }])
})

test('a keep-alive that fails on one day is done on the next: an outage of Act-On, the daily budget', async () => {
  const one = await account()
  const { accountId } = one.actOn
  fixture.sandbox.clock.advance(21 * DAY_MS)
  const withdraw = fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint: 'token',
    times: Infinity,
    effect: { answer: { status: 503 } },
  })
  await expect(one.keepAlive()).rejects.toMatchObject({ type: 'ActOnUnavailable' })
  withdraw()

  await setDayBudget(one, 0)
  fixture.sandbox.clock.advance(DAY_MS)
  await expect(one.keepAlive()).rejects.toMatchObject({ type: 'DayBudgetUsed' })

  await setDayBudget(one, null)
  fixture.sandbox.clock.advance(DAY_MS)
  const before = callsOf(one)
  await one.keepAlive()
  expect(callsOf(one).token - before.token).toBe(1)
})

test('the ON24 pair is kept alive even when Act-On is down, and the other way round', async () => {
  const one = await account()
  fixture.paused.add(one.on24ClientId)
  fixture.sandbox.clock.advance(31 * DAY_MS)
  const { on24ClientId, actOn } = one
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: actOn.accountId,
    endpoint: 'token',
    times: Infinity,
    effect: { answer: { status: 503 } },
  })
  const before = callsOf(one)
  await expect(one.keepAlive()).rejects.toMatchObject({ type: 'ActOnUnavailable' })
  expect(callsOf(one).on24 - before.on24).toBe(1)

  fixture.sandbox.faults.clear()
  fixture.sandbox.clock.advance(31 * DAY_MS)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: on24ClientId,
    effect: { answer: { status: 503 } },
  })
  const later = callsOf(one)
  await expect(one.keepAlive()).rejects.toMatchObject({ type: 'On24Unavailable' })
  // The refresh token has expired: its refresh is refused, and the password obtains the next pair.
  expect(callsOf(one).token - later.token).toBe(2)
})

async function setDayBudget({ on24ClientId }: FixtureAccount, calls: number | null): Promise<void> {
  await fixture.store
    .updateTable('account')
    .set({ actOnCallsPerDay: calls })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}
