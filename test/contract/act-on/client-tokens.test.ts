import { describe, expect, test } from 'vitest'
import {
  ActOnAccessRefused,
  ActOnApiNotEnabled,
  ActOnRateLimited,
  ActOnUnavailable,
} from '../../../src/act-on/errors.ts'
import {
  ActOnClientRefused,
  ActOnRefreshTokenRefused,
  ActOnTooManySignIns,
  ActOnWrongPassword,
} from '../../../src/act-on/tokens/token-errors.ts'
import { createTokenGrants } from '../../../src/act-on/tokens/token-grants.ts'
import {
  ON24_CLIENT_ID,
  startActOnClientFixture,
} from '../../support/fixtures/act-on-client-fixture.ts'
import { ACCOUNT, PASSWORD, USER } from '../../support/fixtures/act-on-fixture.ts'

const call = { signal: new AbortController().signal }
const RIGHT = { userName: USER, password: PASSWORD }
const WRONG = { userName: USER, password: 'wrong' }

describe('a sign-in', () => {
  test('gives a pair that works, for as long as Act-On says', async () => {
    const { grants } = await startActOnClientFixture({ accessTokenSeconds: 86_400 })
    const first = await grants.grantByPassword(RIGHT, call)
    expect(first.expiresInMs).toBe(86_400_000)
    const second = await grants.grantByRefreshToken(first.refreshToken, call)
    expect(second.refreshToken).not.toBe(first.refreshToken)
  })

  test('with a wrong password is refused as that', async () => {
    const { grants } = await startActOnClientFixture()
    await expect(grants.grantByPassword(WRONG, call)).rejects.toThrow(ActOnWrongPassword)
  })

  test('with the service’s own wrong secret is not blamed on the customer', async () => {
    const { server } = await startActOnClientFixture()
    const grants = createTokenGrants({
      baseUrl: server.url,
      clientId: 'sandbox-application',
      clientSecret: 'wrong',
      pace: { take: () => Promise.resolve() },
    })
    await expect(grants.grantByPassword(RIGHT, call)).rejects.toThrow(ActOnClientRefused)
  })

  test.each(['oauth403', 'oauth401', 'api400'] as const)(
    'to an account without API access is reported as such (%s)',
    async (apiDisabledAnswer) => {
      const { grants, server } = await startActOnClientFixture({ apiDisabledAnswer })
      server.user.disableApi(ACCOUNT)
      await expect(grants.grantByPassword(RIGHT, call)).rejects.toThrow(ActOnApiNotEnabled)
    },
  )

  test.each(['gateway429', 'oauth403'] as const)(
    'over the hourly limit is not taken for a wrong password (%s)',
    async (tooManySignInsAnswer) => {
      const { grants } = await startActOnClientFixture({ signInsPerHour: 1, tooManySignInsAnswer })
      await grants.grantByPassword(RIGHT, call)
      await expect(grants.grantByPassword(RIGHT, call)).rejects.toThrow(ActOnTooManySignIns)
    },
  )

  test('continues when its caller aborts, because its tokens are worth storing', async () => {
    const { grants, server, faults } = await startActOnClientFixture()
    faults.add({ vendor: 'actOn', endpoint: 'token', effect: { delayMs: 50 } })
    const leaving = new AbortController()
    const onSend = () => {
      setImmediate(() => {
        leaving.abort()
      })
      return Promise.resolve()
    }
    const pair = await grants.grantByPassword(RIGHT, { signal: leaving.signal, onSend })
    expect(server.tokensIssued(ACCOUNT)).toHaveLength(1)
    expect(pair.accessToken).not.toBe('')
  })
})

test('a refresh token works once', async () => {
  const { grants } = await startActOnClientFixture()
  const { refreshToken } = await grants.grantByPassword(RIGHT, call)
  await grants.grantByRefreshToken(refreshToken, call)
  await expect(grants.grantByRefreshToken(refreshToken, call)).rejects.toThrow(
    ActOnRefreshTokenRefused,
  )
})

describe('an account', () => {
  test.each([true, false])(
    'survives a refresh with a lost answer (earlier access token dies: %s)',
    async (previousAccessTokenDies) => {
      const { client, server, faults } = await startActOnClientFixture({ previousAccessTokenDies })
      await client.readAccount(call)
      server.user.expireAccessTokens(ACCOUNT)
      faults.add({ vendor: 'actOn', endpoint: 'token', effect: { cut: 'after' } })
      await client.readAccount(call)
      server.user.expireAccessTokens(ACCOUNT)
      await client.readAccount(call)
    },
  )

  test('survives an expired access token and an expired refresh token', async () => {
    const { client, clock, ledger } = await startActOnClientFixture()
    await client.readAccount(call)
    clock.advance(3_600_000)
    await client.readAccount(call)
    clock.advance(31 * 86_400_000)
    await client.readAccount(call)
    expect(ledger.calls({ endpoint: 'token' }).map(({ status }) => status)).toEqual([
      200, 200, 403, 200,
    ])
  })

  test('whose password was changed needs a new link, and causes no token call after that', async () => {
    const { client, server, vault, ledger } = await startActOnClientFixture()
    await client.readAccount(call)
    server.user.changePassword(USER, 'new')
    await expect(client.readAccount(call)).rejects.toThrow(ActOnAccessRefused)
    await expect(client.readAccount(call)).rejects.toThrow(ActOnAccessRefused)
    expect(vault.links.get(ON24_CLIENT_ID)?.needsRelinkSince).not.toBeNull()
    expect(ledger.count({ endpoint: 'token' })).toBe(3)
  })

  test('is not marked lost while Act-On is down', async () => {
    const { client, vault, faults } = await startActOnClientFixture()
    const answer = { status: 503, body: '<html>down</html>', contentType: 'text/html' }
    faults.add({ vendor: 'actOn', endpoint: 'token', effect: { answer } })
    await expect(client.readAccount(call)).rejects.toThrow(ActOnUnavailable)
    expect(vault.links.get(ON24_CLIENT_ID)?.needsRelinkSince).toBeNull()
    await client.readAccount(call)
  })
})

test.each([null, 7])(
  'too many calls are reported with the wait, if any (%s s)',
  async (seconds) => {
    const { client, server } = await startActOnClientFixture({ retryAfterSeconds: seconds })
    await client.readAccount(call)
    server.knobs.callsPerDay = 0
    const failure = await client.readAccount(call).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ActOnRateLimited)
    expect(failure).toMatchObject({ retryAfterMs: seconds === null ? null : seconds * 1000 })
  },
)
