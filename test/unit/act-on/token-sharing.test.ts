import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { ActOnAccessRefused } from '../../../src/act-on/errors.ts'
import { ACCOUNT, createTokenBench, HOUR_MS, USER } from '../../support/fixtures/token-bench.ts'
import type { TokenBench } from '../../support/fixtures/token-bench.ts'

const DAY_MS = 24 * HOUR_MS
const { signal } = new AbortController()

let bench: TokenBench

beforeEach(() => {
  bench = createTokenBench()
})

/** Holds the user name's lease until the returned function is called. */
function occupyLease() {
  const release = Promise.withResolvers<undefined>()
  const held = bench.vault.withUserLease(USER, signal, () => release.promise)
  return async () => {
    release.resolve(undefined)
    await held
  }
}

describe('a token', () => {
  test('that is good is given without a token call, until a minute before its end', async () => {
    const keeper = bench.keeper()
    await keeper.accessToken(ACCOUNT, { signal })
    bench.clock.ms += HOUR_MS - 61_000
    expect(await keeper.accessToken(ACCOUNT, { signal })).toBe('access 1')
    bench.clock.ms += 1000
    expect(await keeper.accessToken(ACCOUNT, { signal })).toBe('access 2')
    expect(bench.sent).toEqual(['refresh 0', 'refresh 1'])
  })

  test('that Act-On refused is renewed before its time, once', async () => {
    const keeper = bench.keeper()
    await keeper.accessToken(ACCOUNT, { signal })
    expect(await keeper.accessToken(ACCOUNT, { signal, refused: 'access 1' })).toBe('access 2')
    expect(await keeper.accessToken(ACCOUNT, { signal, refused: 'access 1' })).toBe('access 2')
    expect(bench.sent).toEqual(['refresh 0', 'refresh 1'])
  })

  test('is recorded as a sign-in before it is asked for, and stored before it is used', async () => {
    await bench.keeper().accessToken(ACCOUNT, { signal })
    expect(bench.vault.diary).toEqual(['read', 'read', 'recordSignIn', 'saveTokens'])
    expect(bench.stored()?.tokens).toEqual({
      accessToken: 'access 1',
      refreshToken: 'refresh 1',
      accessExpiresAt: new Date(bench.clock.ms + HOUR_MS).toISOString(),
      refreshObtainedAt: new Date(bench.clock.ms).toISOString(),
    })
  })

  test('is not to be had for an account that was never linked', async () => {
    await expect(bench.keeper().accessToken('1', { signal })).rejects.toThrow(ActOnAccessRefused)
    expect(bench.sent).toEqual([])
  })
})

describe('many callers', () => {
  test('over an ended token make one refresh after one look into the vault', async () => {
    const keeper = bench.keeper()
    const tokens = await Promise.all(
      Array.from({ length: 200 }, () => keeper.accessToken(ACCOUNT, { signal })),
    )
    expect(new Set(tokens)).toEqual(new Set(['access 1']))
    expect(bench.sent).toEqual(['refresh 0'])
    expect(bench.vault.diary).toEqual(['read', 'read', 'recordSignIn', 'saveTokens'])
  })

  test('in several processes, refused or not, make one refresh', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 5 }, () => bench.keeper()).flatMap((keeper) =>
        Array.from({ length: 40 }, (_, index) =>
          keeper.accessToken(ACCOUNT, index % 2 ? { signal } : { signal, refused: 'access 0' }),
        ),
      ),
    )
    expect(new Set(tokens)).toEqual(new Set(['access 1']))
    expect(bench.sent).toEqual(['refresh 0'])
  })

  test('who leave do not take the token away from the others', async () => {
    const freeLease = occupyLease()
    const keeper = bench.keeper()
    const leaving = new AbortController()
    const first = keeper.accessToken(ACCOUNT, { signal: leaving.signal })
    const second = keeper.accessToken(ACCOUNT, { signal })
    leaving.abort(new Error('paused'))
    await expect(first).rejects.toThrow('paused')
    await freeLease()
    expect(await second).toBe('access 1')
  })

  test('who all leave still have the pair stored that was asked for', async () => {
    const keeper = bench.keeper()
    const leaving = new AbortController()
    const only = keeper.accessToken(ACCOUNT, { signal: leaving.signal })
    while (bench.sent.length === 0) await turn()
    leaving.abort(new Error('paused'))
    await expect(only).rejects.toThrow('paused')
    await keeper.whenIdle()
    expect(bench.stored()?.tokens?.refreshToken).toBe('refresh 1')
  })

  test('who leave before it is their turn cause no token call', async () => {
    const freeLease = occupyLease()
    const keeper = bench.keeper()
    const leaving = new AbortController()
    const only = keeper.accessToken(ACCOUNT, { signal: leaving.signal })
    await turn()
    leaving.abort(new Error('paused'))
    await expect(only).rejects.toThrow('paused')
    await freeLease()
    await keeper.whenIdle()
    expect(bench.sent).toEqual([])
  })
})

test('an account linked to another user while it waits takes that user’s lease', async () => {
  const freeLease = occupyLease()
  const waiting = bench.keeper().accessToken(ACCOUNT, { signal })
  await turn()
  bench.relink({ userName: 'new@customer.example', version: 7, tokens: null })
  await freeLease()
  expect(await waiting).toBe('access 1')
  expect(bench.sent).toEqual(['password new@customer.example secret', 'whose is access 1'])
  expect(bench.vault.leased).toEqual([USER, USER, 'new@customer.example'])
})

describe('a refresh token that nothing used', () => {
  test('is left alone for twenty days and then renewed by one call', async () => {
    const keeper = bench.keeper()
    bench.clock.ms += 20 * DAY_MS - HOUR_MS
    await keeper.refreshIfOld(ACCOUNT, { signal })
    expect(bench.sent).toEqual([])
    bench.clock.ms += 1
    await keeper.refreshIfOld(ACCOUNT, { signal })
    await keeper.refreshIfOld(ACCOUNT, { signal })
    expect(bench.sent).toEqual(['refresh 0'])
  })
})
