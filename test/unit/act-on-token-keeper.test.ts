import { setImmediate as turn } from 'node:timers/promises'
import { assert, beforeEach, describe, expect, test } from 'vitest'
import {
  ActOnAccessRefused,
  ActOnApiNotEnabled,
  ActOnUnavailable,
  ActOnUnexpectedResponse,
} from '../../src/act-on/errors.ts'
import {
  ActOnClientRefused,
  ActOnRefreshTokenRefused,
  ActOnTooManySignIns,
  ActOnWrongPassword,
} from '../../src/act-on/token-errors.ts'
import type { GrantedTokens, TokenGrants } from '../../src/act-on/token-grants.ts'
import { createTokenKeeper } from '../../src/act-on/token-keeper.ts'
import type { StoredLink } from '../../src/act-on/token-vault.ts'
import { createMemoryVault } from '../support/memory-token-vault.ts'
import type { MemoryVault } from '../support/memory-token-vault.ts'

const ACCOUNT = '22950'
const HOUR_MS = 60 * 60_000
const { signal } = new AbortController()

let nowMs: number
let vault: MemoryVault
let sent: string[]
/** What Act-On answers next, by grant; without an entry it grants. */
let answers: { password: Error[]; refresh: Error[] }

const now = () => new Date(nowMs)

beforeEach(() => {
  nowMs = Date.parse('2026-03-10T12:00:00Z')
  vault = createMemoryVault(now)
  sent = []
  answers = { password: [], refresh: [] }
  vault.links.set(ACCOUNT, link())
})

function link(changes: Partial<StoredLink> = {}): StoredLink {
  return {
    userName: 'u@customer.example',
    password: 'secret',
    version: 1,
    needsRelinkSince: null,
    tokens: {
      accessToken: 'access 0',
      refreshToken: 'refresh 0',
      accessExpiresAt: new Date(nowMs + HOUR_MS).toISOString(),
      refreshObtainedAt: new Date(nowMs).toISOString(),
    },
    ...changes,
  }
}

async function answer(grant: string, refusal: Error | undefined): Promise<GrantedTokens> {
  sent.push(grant)
  const count = String(sent.length)
  await turn()
  if (refusal) throw refusal
  return { accessToken: `access ${count}`, refreshToken: `refresh ${count}`, expiresInMs: HOUR_MS }
}

const grants: TokenGrants = {
  grantByPassword: async ({ userName, password }, { onSend }) => {
    await onSend?.()
    return answer(`password ${userName} ${password}`, answers.password.shift())
  },
  grantByRefreshToken: async (refreshToken, { onSend }) => {
    await onSend?.()
    return answer(refreshToken, answers.refresh.shift())
  },
}

const keeper = (keepPassword = true) =>
  createTokenKeeper({ grantsFor: () => grants, vault, now, keepPassword })

const expire = () => {
  nowMs += HOUR_MS
}
const refused = new ActOnRefreshTokenRefused()
const lost = new ActOnUnavailable('ECONNRESET', true)
const PASSWORD_GRANT = 'password u@customer.example secret'

describe('a good token', () => {
  test('is given without a token call', async () => {
    expect(await keeper().accessToken(ACCOUNT, { signal })).toBe('access 0')
    expect(sent).toEqual([])
  })

  test('counts as ended a minute before its end', async () => {
    nowMs += HOUR_MS - 61_000
    expect(await keeper().accessToken(ACCOUNT, { signal })).toBe('access 0')
    nowMs += 1000
    expect(await keeper().accessToken(ACCOUNT, { signal })).toBe('access 1')
  })

  test('that Act-On refused is renewed before its time, once', async () => {
    const both = keeper()
    expect(await both.accessToken(ACCOUNT, { signal, refused: 'access 0' })).toBe('access 1')
    expect(await both.accessToken(ACCOUNT, { signal, refused: 'access 0' })).toBe('access 1')
    expect(sent).toEqual(['refresh 0'])
  })

  test('lasts as long as Act-On says, counted from when the call was sent', async () => {
    expire()
    await keeper().accessToken(ACCOUNT, { signal })
    expect(vault.links.get(ACCOUNT)?.tokens?.accessExpiresAt).toBe(
      new Date(nowMs + HOUR_MS).toISOString(),
    )
  })
})

describe('many callers', () => {
  test('over an ended token make one refresh and one look into the vault before it', async () => {
    expire()
    const shared = keeper()
    const tokens = await Promise.all(
      Array.from({ length: 200 }, () => shared.accessToken(ACCOUNT, { signal })),
    )
    expect(new Set(tokens)).toEqual(new Set(['access 1']))
    expect(sent).toEqual(['refresh 0'])
    expect(vault.diary).toEqual(['read', 'read', 'recordSignIn', 'saveTokens'])
  })

  test('in several processes make one refresh', async () => {
    expire()
    const processes = Array.from({ length: 5 }, () => keeper())
    const tokens = await Promise.all(
      processes.flatMap((one) =>
        Array.from({ length: 40 }, (_, index) =>
          one.accessToken(ACCOUNT, index % 2 ? { signal } : { signal, refused: 'access 0' }),
        ),
      ),
    )
    expect(new Set(tokens)).toEqual(new Set(['access 1']))
    expect(sent).toEqual(['refresh 0'])
  })

  test('who leave do not take the token away from the others', async () => {
    expire()
    const shared = keeper()
    const leaving = new AbortController()
    const first = shared.accessToken(ACCOUNT, { signal: leaving.signal })
    const second = shared.accessToken(ACCOUNT, { signal })
    leaving.abort(new Error('paused'))
    await expect(first).rejects.toThrow('paused')
    expect(await second).toBe('access 1')
  })

  test('who all leave still have the pair stored that was asked for', async () => {
    expire()
    const shared = keeper()
    const leaving = new AbortController()
    const only = shared.accessToken(ACCOUNT, { signal: leaving.signal })
    while (sent.length === 0) await turn()
    leaving.abort(new Error('paused'))
    await expect(only).rejects.toThrow('paused')
    await shared.whenIdle()
    expect(vault.links.get(ACCOUNT)?.tokens?.refreshToken).toBe('refresh 1')
  })

  test('who leave before it is their turn cause no token call', async () => {
    expire()
    const release = Promise.withResolvers<undefined>()
    const other = vault.withUserLease('u@customer.example', signal, () => release.promise)
    const shared = keeper()
    const leaving = new AbortController()
    const only = shared.accessToken(ACCOUNT, { signal: leaving.signal })
    await turn()
    leaving.abort(new Error('paused'))
    await expect(only).rejects.toThrow('paused')
    release.resolve(undefined)
    await other
    await shared.whenIdle()
    expect(sent).toEqual([])
  })
})

describe('a refused refresh token', () => {
  beforeEach(expire)

  test('is replaced by a sign-in with the kept password', async () => {
    answers.refresh = [refused]
    expect(await keeper().accessToken(ACCOUNT, { signal })).toBe('access 2')
    expect(sent).toEqual(['refresh 0', PASSWORD_GRANT])
  })

  test.each([
    ['was not kept', { password: null }, true],
    ['may not be used', {}, false],
  ])('needs a new link when the password %s', async (_, changes, keepPassword) => {
    vault.links.set(ACCOUNT, link({ ...changes, tokens: expiredTokens() }))
    answers.refresh = [refused]
    const one = keeper(keepPassword)
    await expect(one.accessToken(ACCOUNT, { signal })).rejects.toThrow(ActOnAccessRefused)
    await expect(one.accessToken(ACCOUNT, { signal })).rejects.toThrow(ActOnAccessRefused)
    expect(sent).toEqual(['refresh 0'])
    expect(vault.links.get(ACCOUNT)?.needsRelinkSince).not.toBeNull()
  })

  test('needs a new link when the password is refused too, and is left alone from then on', async () => {
    answers = { refresh: [refused], password: [new ActOnWrongPassword()] }
    const one = keeper()
    await expect(one.accessToken(ACCOUNT, { signal })).rejects.toThrow(ActOnAccessRefused)
    await expect(one.accessToken(ACCOUNT, { signal })).rejects.toThrow(ActOnAccessRefused)
    await expect(one.refreshIfOld(ACCOUNT, { signal })).rejects.toThrow(ActOnAccessRefused)
    expect(sent).toEqual(['refresh 0', PASSWORD_GRANT])
  })

  test('is not sent again when the sign-in gets no answer', async () => {
    answers = { refresh: [refused], password: [lost] }
    const one = keeper()
    await expect(one.accessToken(ACCOUNT, { signal })).rejects.toThrow(ActOnUnavailable)
    expect(await one.accessToken(ACCOUNT, { signal })).toBe('access 3')
    expect(sent).toEqual(['refresh 0', PASSWORD_GRANT, PASSWORD_GRANT])
  })
})

describe('a lost answer', () => {
  beforeEach(expire)

  test.each([
    ['no answer', lost],
    ['an answer that cannot be read', new ActOnUnexpectedResponse('token', 'no pair of tokens')],
  ])('(%s) to a refresh is made good by one sign-in', async (_, failure) => {
    answers.refresh = [failure]
    expect(await keeper().accessToken(ACCOUNT, { signal })).toBe('access 2')
    expect(sent).toEqual(['refresh 0', PASSWORD_GRANT])
  })

  test('without a password is followed by the same refresh token, later', async () => {
    answers.refresh = [lost]
    const one = keeper(false)
    await expect(one.accessToken(ACCOUNT, { signal })).rejects.toBe(lost)
    expect(sent).toEqual(['refresh 0'])
    expect(await one.accessToken(ACCOUNT, { signal })).toBe('access 2')
    expect(sent).toEqual(['refresh 0', 'refresh 0'])
  })

  test('costs no sign-in when the call never reached Act-On', async () => {
    const unreached = new ActOnUnavailable('ECONNREFUSED', false)
    answers.refresh = [unreached]
    await expect(keeper().accessToken(ACCOUNT, { signal })).rejects.toBe(unreached)
    expect(sent).toEqual(['refresh 0'])
  })

  test('to the sign-in, too, ends in an error that is worth a retry', async () => {
    answers = { refresh: [lost], password: [lost] }
    await expect(keeper().accessToken(ACCOUNT, { signal })).rejects.toBe(lost)
    expect(vault.links.get(ACCOUNT)).toMatchObject({ needsRelinkSince: null })
  })
})

describe('the five sign-ins of an hour', () => {
  beforeEach(expire)

  const useUp = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      await vault.recordSignIn('u@customer.example')
      nowMs += 60_000
    }
  }

  test('are never passed, and the wait for the next is told', async () => {
    await useUp(5)
    vault.links.set(ACCOUNT, link({ tokens: null }))
    const failure = await keeper()
      .accessToken(ACCOUNT, { signal })
      .catch((error: unknown) => error)
    expect(sent).toEqual([])
    assert(failure instanceof ActOnTooManySignIns && failure.retryAfterMs !== null)
    expect(failure.retryAfterMs).toBeLessThanOrEqual(HOUR_MS)
    nowMs += failure.retryAfterMs
    expect(await keeper().accessToken(ACCOUNT, { signal })).toBe('access 1')
  })

  test('count refreshes, the one of this very renewal included', async () => {
    await useUp(4)
    answers.refresh = [refused]
    await expect(keeper().accessToken(ACCOUNT, { signal })).rejects.toThrow(ActOnTooManySignIns)
    expect(sent).toEqual(['refresh 0'])
  })

  test('may all be used', async () => {
    await useUp(3)
    answers.refresh = [refused]
    expect(await keeper().accessToken(ACCOUNT, { signal })).toBe('access 2')
  })

  test('do not hide that the refresh token may still be good', async () => {
    await useUp(5)
    answers.refresh = [lost]
    await expect(keeper().accessToken(ACCOUNT, { signal })).rejects.toBe(lost)
    expect(await keeper().accessToken(ACCOUNT, { signal })).toBe('access 2')
    expect(sent).toEqual(['refresh 0', 'refresh 0'])
  })
})

test.each([
  ['our client id is refused', new ActOnClientRefused()],
  ['the account has no API access', new ActOnApiNotEnabled()],
  ['Act-On counts too many sign-ins', new ActOnTooManySignIns(null)],
])('the customer need not link again when %s', async (_, refusal) => {
  expire()
  answers = { refresh: [refusal], password: [] }
  await expect(keeper().accessToken(ACCOUNT, { signal })).rejects.toBe(refusal)
  expect(sent).toEqual(['refresh 0'])
  expect(vault.links.get(ACCOUNT)).toMatchObject({ needsRelinkSince: null, version: 1 })
})

test('an account that was never linked is refused without a token call', async () => {
  await expect(keeper().accessToken('1', { signal })).rejects.toThrow(ActOnAccessRefused)
})

test('an account that is linked to another user while it waits takes that user’s lease', async () => {
  expire()
  const release = Promise.withResolvers<undefined>()
  const other = vault.withUserLease('u@customer.example', signal, () => release.promise)
  const waiting = keeper().accessToken(ACCOUNT, { signal })
  await turn()
  vault.links.set(ACCOUNT, link({ userName: 'new@customer.example', version: 7, tokens: null }))
  release.resolve(undefined)
  await other
  expect(await waiting).toBe('access 1')
  expect(sent).toEqual(['password new@customer.example secret'])
  expect(vault.signIns.map(({ userName }) => userName)).toEqual(['new@customer.example'])
})

describe('a refresh token that nothing used', () => {
  test('is renewed after twenty days, by one call', async () => {
    nowMs += 20 * 24 * HOUR_MS + 1
    const one = keeper()
    await one.refreshIfOld(ACCOUNT, { signal })
    await one.refreshIfOld(ACCOUNT, { signal })
    expect(sent).toEqual(['refresh 0'])
  })

  test('is left alone before', async () => {
    nowMs += 20 * 24 * HOUR_MS
    await keeper().refreshIfOld(ACCOUNT, { signal })
    expect(sent).toEqual([])
  })
})

function expiredTokens() {
  return {
    accessToken: 'access 0',
    refreshToken: 'refresh 0',
    accessExpiresAt: new Date(nowMs).toISOString(),
    refreshObtainedAt: new Date(nowMs - HOUR_MS).toISOString(),
  }
}
