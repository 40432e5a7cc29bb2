import { assert, beforeEach, describe, expect, test } from 'vitest'
import {
  ActOnAccessRefused,
  ActOnApiNotEnabled,
  ActOnUnavailable,
  ActOnUnexpectedResponse,
} from '../../../src/act-on/errors.ts'
import {
  ActOnClientRefused,
  ActOnRefreshTokenRefused,
  ActOnTooManySignIns,
  ActOnWrongPassword,
} from '../../../src/act-on/tokens/token-errors.ts'
import {
  ACCOUNT,
  createTokenFixture,
  HOUR_MS,
  PASSWORD_GRANT,
  USER,
} from '../../support/fixtures/token-fixture.ts'
import type { TokenFixture } from '../../support/fixtures/token-fixture.ts'

const { signal } = new AbortController()
const refused = new ActOnRefreshTokenRefused()
const lost = new ActOnUnavailable('ECONNRESET', true)

let fixture: TokenFixture

beforeEach(() => {
  fixture = createTokenFixture()
})

const renew = (keepPassword = true) => fixture.keeper(keepPassword).accessToken(ACCOUNT, { signal })

describe('a refused refresh token', () => {
  beforeEach(() => {
    fixture.refusals.refresh = [refused]
  })

  test('is replaced by a sign-in with the kept password', async () => {
    expect(await renew()).toBe('access 2')
    expect(fixture.sent).toEqual(['refresh 0', PASSWORD_GRANT, 'whose is access 2'])
  })

  test('needs a new link when the password was not kept', async () => {
    fixture.relink({ password: null })
    await expect(renew()).rejects.toThrow(ActOnAccessRefused)
    expect(fixture.stored()?.needsRelinkSince).not.toBeNull()
  })

  test('needs a new link when a kept password may no longer be used', async () => {
    await expect(renew(false)).rejects.toThrow(ActOnAccessRefused)
    expect(fixture.stored()?.needsRelinkSince).not.toBeNull()
    expect(fixture.sent).toEqual(['refresh 0'])
  })

  test('needs a new link when the password is refused too, and then is left alone', async () => {
    fixture.refusals.password = [new ActOnWrongPassword()]
    await expect(renew()).rejects.toThrow(ActOnAccessRefused)
    await expect(renew()).rejects.toThrow(ActOnAccessRefused)
    const keptAlive = fixture.keeper().refreshIfOld(ACCOUNT, { signal })
    await expect(keptAlive).rejects.toThrow(ActOnAccessRefused)
    expect(fixture.sent).toEqual(['refresh 0', PASSWORD_GRANT])
  })

  test('is not sent again when the sign-in gets no answer', async () => {
    fixture.refusals.password = [lost]
    await expect(renew()).rejects.toBe(lost)
    expect(await renew()).toBe('access 3')
    expect(fixture.sent).toEqual(['refresh 0', PASSWORD_GRANT, PASSWORD_GRANT, 'whose is access 3'])
  })
})

describe('a lost answer', () => {
  test.each([
    ['none', lost],
    ['none that can be read', new ActOnUnexpectedResponse('token', 'no pair of tokens')],
  ])('to a refresh (%s) is made good by one sign-in', async (_, failure) => {
    fixture.refusals.refresh = [failure]
    expect(await renew()).toBe('access 2')
    expect(fixture.sent).toEqual(['refresh 0', PASSWORD_GRANT, 'whose is access 2'])
  })

  test('without a password is followed by the same refresh token, later', async () => {
    fixture.refusals.refresh = [lost]
    await expect(renew(false)).rejects.toBe(lost)
    expect(fixture.sent).toEqual(['refresh 0'])
    expect(await renew(false)).toBe('access 2')
    expect(fixture.sent).toEqual(['refresh 0', 'refresh 0'])
  })

  test('costs no sign-in when the call never reached Act-On', async () => {
    const unreached = new ActOnUnavailable('ECONNREFUSED', false)
    fixture.refusals.refresh = [unreached]
    await expect(renew()).rejects.toBe(unreached)
    expect(fixture.sent).toEqual(['refresh 0'])
  })

  test('to the sign-in, too, ends in an error that is worth a retry', async () => {
    fixture.refusals.refresh = [lost]
    fixture.refusals.password = [lost]
    await expect(renew()).rejects.toBe(lost)
    expect(fixture.stored()).toMatchObject({ needsRelinkSince: null })
  })
})

describe('a pair that was handed over and never checked', () => {
  beforeEach(() => {
    fixture.handOver()
  })

  test('is used once it was seen that it opens the link’s own account, without a token call', async () => {
    expect(await renew()).toBe('access 9')
    expect(await renew()).toBe('access 9')
    expect(fixture.sent).toEqual(['whose is access 9'])
    expect(fixture.stored()).toMatchObject({ beforeHandOver: null, password: 'typed' })
  })

  test('is renewed first when its access token has ended or is refused', async () => {
    fixture.clock.ms += 2 * HOUR_MS
    expect(await renew()).toBe('access 1')
    expect(fixture.sent).toEqual(['refresh 9', 'whose is access 1'])
    fixture.handOver()
    fixture.checks.push(new ActOnAccessRefused('Act-On refused the access token.'))
    expect(await renew()).toBe('access 4')
    expect(fixture.sent.slice(2)).toEqual(['whose is access 9', 'refresh 9', 'whose is access 4'])
  })

  test('of another account is never used: the link goes on with what it had before', async () => {
    fixture.checks.push(false)
    expect(await renew()).toBe('access 2')
    expect(fixture.sent).toEqual(['whose is access 9', 'refresh 0'])
    expect(fixture.stored()).toMatchObject({
      needsRelinkSince: null,
      beforeHandOver: null,
      password: 'secret',
    })
  })

  test('stays unchecked while Act-On does not say, which costs no token call', async () => {
    fixture.checks.push(lost)
    await expect(renew()).rejects.toBe(lost)
    expect(await renew()).toBe('access 9')
    expect(fixture.sent).toEqual(['whose is access 9', 'whose is access 9'])
  })
})

describe('a pair of the link’s own sign-in', () => {
  beforeEach(() => {
    fixture.relink({ tokens: null })
  })

  test('is not used, however often that is tried, if it opens another account', async () => {
    fixture.refusals.password = [lost]
    fixture.checks.push(false)
    await expect(renew()).rejects.toBe(lost)
    await expect(renew()).rejects.toThrow(ActOnAccessRefused)
    await expect(renew()).rejects.toThrow(ActOnAccessRefused)
    expect(fixture.stored()?.needsRelinkSince).not.toBeNull()
    expect(fixture.sent).toEqual([PASSWORD_GRANT, PASSWORD_GRANT, 'whose is access 2'])
  })

  test('costs one sign-in, however long Act-On does not say whose account it opens', async () => {
    fixture.checks.push(lost, lost)
    await expect(renew()).rejects.toBe(lost)
    await expect(renew()).rejects.toBe(lost)
    expect(await renew()).toBe('access 1')
    expect(fixture.sent.filter((call) => !call.startsWith('whose'))).toEqual([PASSWORD_GRANT])
  })
})

describe('the five sign-ins of an hour', () => {
  const useUp = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      await fixture.vault.recordSignIn(USER, 'sync')
      fixture.clock.ms += 60_000
    }
  }

  test('may all be used', async () => {
    await useUp(4)
    fixture.relink({ tokens: null })
    expect(await renew()).toBe('access 1')
  })

  test('are never exceeded, and the wait for the next is reported', async () => {
    await useUp(5)
    fixture.relink({ tokens: null })
    const failure = await renew().catch((error: unknown) => error)
    expect(fixture.sent).toEqual([])
    assert(failure instanceof ActOnTooManySignIns && failure.retryAfterMs !== null)
    expect(failure.retryAfterMs).toBeLessThanOrEqual(HOUR_MS)
    fixture.clock.ms += failure.retryAfterMs
    expect(await renew()).toBe('access 1')
  })

  test('count refreshes, the one of this very renewal included', async () => {
    await useUp(4)
    fixture.refusals.refresh = [refused]
    await expect(renew()).rejects.toThrow(ActOnTooManySignIns)
    expect(fixture.sent).toEqual(['refresh 0'])
  })

  test('apply to refreshes, too: no token is used up, and nothing stored changes', async () => {
    await useUp(5)
    const before = fixture.stored()
    const failure = await renew().catch((error: unknown) => error)
    expect(fixture.sent).toEqual([])
    expect(fixture.stored()).toEqual(before)
    assert(failure instanceof ActOnTooManySignIns && failure.retryAfterMs !== null)
    fixture.clock.ms += failure.retryAfterMs
    expect(await renew()).toBe('access 1')
    expect(fixture.sent).toEqual(['refresh 0'])
  })

  test('used up by a refresh without an answer: the token, which may be good, is tried again in time', async () => {
    await useUp(4)
    fixture.refusals.refresh = [lost]
    const failure = await renew().catch((error: unknown) => error)
    expect(fixture.sent).toEqual(['refresh 0'])
    assert(failure instanceof ActOnTooManySignIns && failure.retryAfterMs !== null)
    fixture.clock.ms += failure.retryAfterMs
    expect(await renew()).toBe('access 2')
    expect(fixture.sent).toEqual(['refresh 0', 'refresh 0'])
  })

  test('end a minute after the hour: a call may be on its way for a while', async () => {
    await useUp(5)
    fixture.clock.ms += HOUR_MS - 5 * 60_000 + 59_000
    await expect(renew()).rejects.toThrow(ActOnTooManySignIns)
    fixture.clock.ms += 1000
    expect(await renew()).toBe('access 1')
  })
})

test.each([
  ['our client id is refused', new ActOnClientRefused()],
  ['the account has no API access', new ActOnApiNotEnabled()],
  ['Act-On counts too many sign-ins', new ActOnTooManySignIns(null)],
])('nothing of the link changes when %s', async (_, refusal) => {
  const before = fixture.stored()
  fixture.refusals.refresh = [refusal]
  await expect(renew()).rejects.toBe(refusal)
  expect(fixture.sent).toEqual(['refresh 0'])
  expect(fixture.stored()).toEqual(before)
})
