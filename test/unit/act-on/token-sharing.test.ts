import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { ActOnAccessRefused } from '../../../src/act-on/errors.ts'
import { ACCOUNT, createTokenFixture, HOUR_MS, USER } from '../../support/fixtures/token-fixture.ts'
import type { TokenFixture } from '../../support/fixtures/token-fixture.ts'

const DAY_MS = 24 * HOUR_MS
const { signal } = new AbortController()

let fixture: TokenFixture

beforeEach(() => {
  fixture = createTokenFixture()
})

/** Holds the user name's lease until the returned function is called. */
function occupyLease() {
  const release = Promise.withResolvers<undefined>()
  const held = fixture.vault.withUserLease(USER, signal, () => release.promise)
  return async () => {
    release.resolve(undefined)
    await held
  }
}

describe('a token', () => {
  test('that is good is given without a token call, until a minute before its end', async () => {
    const keeper = fixture.keeper()
    await keeper.accessToken(ACCOUNT, { signal })
    fixture.clock.ms += HOUR_MS - 61_000
    expect(await keeper.accessToken(ACCOUNT, { signal })).toBe('access 1')
    fixture.clock.ms += 1000
    expect(await keeper.accessToken(ACCOUNT, { signal })).toBe('access 2')
    expect(fixture.sent).toEqual(['refresh 0', 'refresh 1'])
  })

  test('that Act-On refused is renewed before its time, once', async () => {
    const keeper = fixture.keeper()
    await keeper.accessToken(ACCOUNT, { signal })
    expect(await keeper.accessToken(ACCOUNT, { signal, refused: 'access 1' })).toBe('access 2')
    expect(await keeper.accessToken(ACCOUNT, { signal, refused: 'access 1' })).toBe('access 2')
    expect(fixture.sent).toEqual(['refresh 0', 'refresh 1'])
  })

  test('is recorded as a sign-in before it is asked for, and stored before it is used', async () => {
    await fixture.keeper().accessToken(ACCOUNT, { signal })
    expect(fixture.vault.diary).toEqual(['read', 'read', 'recordSignIn', 'saveTokens'])
    expect(fixture.stored()?.tokens).toEqual({
      accessToken: 'access 1',
      refreshToken: 'refresh 1',
      accessExpiresAt: new Date(fixture.clock.ms + HOUR_MS).toISOString(),
      refreshObtainedAt: new Date(fixture.clock.ms).toISOString(),
    })
  })

  test('is not to be had for an account that was never linked', async () => {
    await expect(fixture.keeper().accessToken('1', { signal })).rejects.toThrow(ActOnAccessRefused)
    expect(fixture.sent).toEqual([])
  })
})

describe('many callers', () => {
  test('over an ended token make one refresh after one look into the vault', async () => {
    const keeper = fixture.keeper()
    const tokens = await Promise.all(
      Array.from({ length: 200 }, () => keeper.accessToken(ACCOUNT, { signal })),
    )
    expect(new Set(tokens)).toEqual(new Set(['access 1']))
    expect(fixture.sent).toEqual(['refresh 0'])
    expect(fixture.vault.diary).toEqual(['read', 'read', 'recordSignIn', 'saveTokens'])
  })

  test('in several processes, refused or not, make one refresh', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 5 }, () => fixture.keeper()).flatMap((keeper) =>
        Array.from({ length: 40 }, (_, index) =>
          keeper.accessToken(ACCOUNT, index % 2 ? { signal } : { signal, refused: 'access 0' }),
        ),
      ),
    )
    expect(new Set(tokens)).toEqual(new Set(['access 1']))
    expect(fixture.sent).toEqual(['refresh 0'])
  })

  test('who abort do not stop the others from getting the token', async () => {
    const freeLease = occupyLease()
    const keeper = fixture.keeper()
    const leaving = new AbortController()
    const first = keeper.accessToken(ACCOUNT, { signal: leaving.signal })
    const second = keeper.accessToken(ACCOUNT, { signal })
    leaving.abort(new Error('paused'))
    await expect(first).rejects.toThrow('paused')
    await freeLease()
    expect(await second).toBe('access 1')
  })

  test('who all abort still have the requested pair stored', async () => {
    const keeper = fixture.keeper()
    const leaving = new AbortController()
    const only = keeper.accessToken(ACCOUNT, { signal: leaving.signal })
    while (fixture.sent.length === 0) await turn()
    leaving.abort(new Error('paused'))
    await expect(only).rejects.toThrow('paused')
    await keeper.whenIdle()
    expect(fixture.stored()?.tokens?.refreshToken).toBe('refresh 1')
  })

  test('who abort before their turn cause no token call', async () => {
    const freeLease = occupyLease()
    const keeper = fixture.keeper()
    const leaving = new AbortController()
    const only = keeper.accessToken(ACCOUNT, { signal: leaving.signal })
    await turn()
    leaving.abort(new Error('paused'))
    await expect(only).rejects.toThrow('paused')
    await freeLease()
    await keeper.whenIdle()
    expect(fixture.sent).toEqual([])
  })
})

test('an account linked to another user while it waits takes that user’s lease', async () => {
  const freeLease = occupyLease()
  const waiting = fixture.keeper().accessToken(ACCOUNT, { signal })
  await turn()
  fixture.relink({ userName: 'new@customer.example', version: 7, tokens: null })
  await freeLease()
  expect(await waiting).toBe('access 1')
  expect(fixture.sent).toEqual(['password new@customer.example secret', 'whose is access 1'])
  expect(fixture.vault.leased).toEqual([USER, USER, 'new@customer.example'])
})

describe('a refresh token that nothing used', () => {
  test('is left alone for twenty days and then renewed by one call', async () => {
    const keeper = fixture.keeper()
    fixture.clock.ms += 20 * DAY_MS - HOUR_MS
    await keeper.refreshIfOld(ACCOUNT, { signal })
    expect(fixture.sent).toEqual([])
    fixture.clock.ms += 1
    await keeper.refreshIfOld(ACCOUNT, { signal })
    await keeper.refreshIfOld(ACCOUNT, { signal })
    expect(fixture.sent).toEqual(['refresh 0'])
  })
})
