import { expect, test } from 'vitest'
import {
  ACCOUNT,
  PASSWORD,
  USER,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const HOUR_MS = 3_600_000
const PASSWORD_GRANT = { grant_type: 'password', username: USER, password: PASSWORD }

const refreshWith = (actOn: ActOnFixture, refreshToken: string) =>
  actOn.token({ grant_type: 'refresh_token', refresh_token: refreshToken })

const account = (actOn: ActOnFixture, accessToken: string) =>
  actOn.callAs(accessToken, 'GET', '/api/1/account')

test('an account without a time zone answers without one', async () => {
  const actOn = await startActOnFixture()
  const me = await account(actOn, await actOn.signIn('other@example.com', 'other'))
  expect(me.json).not.toHaveProperty('time_zone')
})

test('a wrong password and a stale refresh token are 403, a wrong application is 401', async () => {
  const actOn = await startActOnFixture()
  const wrong = await actOn.token({ ...PASSWORD_GRANT, password: 'wrong' })
  expect([wrong.status, wrong.json]).toEqual([
    403,
    { error: 'invalid_grant', error_description: 'Wrong email or password.' },
  ])
  const stale = await refreshWith(actOn, 'stale')
  expect([stale.status, stale.json]).toEqual([
    403,
    { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' },
  ])
  const stranger = await actOn.token({ ...PASSWORD_GRANT, client_secret: 'wrong' })
  expect([stranger.status, stranger.json]).toEqual([
    401,
    { error: 'access_denied', error_description: 'Unauthorized' },
  ])
})

test('an access token ends after an hour of the sandbox clock with a gateway envelope', async () => {
  const actOn = await startActOnFixture()
  const accessToken = await actOn.signIn()
  actOn.clock.advance(HOUR_MS - 2000)
  expect((await account(actOn, accessToken)).status).toBe(200)
  actOn.clock.advance(2000)
  const late = await account(actOn, accessToken)
  expect(late.status).toBe(401)
  expect(late.json).toEqual({
    httpCode: '401',
    httpMessage: 'Unauthorized',
    moreInformation: '',
  })
})

test('the lifetime of an access token is a knob and is told', async () => {
  const actOn = await startActOnFixture({ knobs: { accessTokenSeconds: 60 } })
  const granted = await actOn.token(PASSWORD_GRANT)
  expect(granted.json).toMatchObject({ expires_in: 60 })
  actOn.clock.advance(60_000)
  expect((await account(actOn, granted.field('access_token'))).status).toBe(401)
})

test('a refresh token works once', async () => {
  const actOn = await startActOnFixture()
  const first = await actOn.token(PASSWORD_GRANT)
  const second = await refreshWith(actOn, first.field('refresh_token'))
  expect(second.status).toBe(200)
  expect(second.field('refresh_token')).not.toBe(first.field('refresh_token'))
  expect((await refreshWith(actOn, first.field('refresh_token'))).status).toBe(403)
  expect((await refreshWith(actOn, second.field('refresh_token'))).status).toBe(200)
})

test('a refresh whose answer is lost has used the refresh token up', async () => {
  const actOn = await startActOnFixture()
  const granted = await actOn.token(PASSWORD_GRANT)
  actOn.faults.add({ vendor: 'actOn', endpoint: 'token', effect: { cut: 'after' } })
  await expect(refreshWith(actOn, granted.field('refresh_token'))).rejects.toThrow('fetch failed')
  expect((await refreshWith(actOn, granted.field('refresh_token'))).status).toBe(403)
})

test.each([
  { previousAccessTokenDies: true, status: 401 },
  { previousAccessTokenDies: false, status: 200 },
])('previousAccessTokenDies $previousAccessTokenDies: $status', async ({ status, ...knobs }) => {
  const actOn = await startActOnFixture({ knobs })
  const first = await actOn.signIn()
  await actOn.signIn()
  expect((await account(actOn, first)).status).toBe(status)
})

test('a refresh token ends after thirty days', async () => {
  const actOn = await startActOnFixture()
  const first = await actOn.token(PASSWORD_GRANT)
  actOn.clock.advance(29 * 24 * HOUR_MS)
  const second = await refreshWith(actOn, first.field('refresh_token'))
  expect(second.status).toBe(200)
  actOn.clock.advance(30 * 24 * HOUR_MS)
  expect((await refreshWith(actOn, second.field('refresh_token'))).status).toBe(403)
})

test.each([
  { refreshesCountAsSignIns: true, status: 429 },
  { refreshesCountAsSignIns: false, status: 200 },
])('refreshesCountAsSignIns $refreshesCountAsSignIns: $status', async ({ status, ...knobs }) => {
  const actOn = await startActOnFixture({ knobs })
  let granted = await actOn.token(PASSWORD_GRANT)
  for (let tried = 0; tried < 4; tried += 1) {
    granted = await refreshWith(actOn, granted.field('refresh_token'))
  }
  expect((await refreshWith(actOn, granted.field('refresh_token'))).status).toBe(status)
})

test.each([
  { apiDisabledAnswer: 'oauth403', status: 403 },
  { apiDisabledAnswer: 'oauth401', status: 401 },
  { apiDisabledAnswer: 'api400', status: 400 },
] as const)('an account without API says so: $apiDisabledAnswer', async ({ status, ...knobs }) => {
  const actOn = await startActOnFixture({ knobs })
  const accessToken = await actOn.signIn()
  actOn.server.user.disableApi(ACCOUNT)
  const refused = await actOn.token(PASSWORD_GRANT)
  expect(refused.status).toBe(status)
  expect(refused.text).toContain('PUBLIC_API_FEATURE_NOT_ENABLED')
  expect((await account(actOn, accessToken)).status).toBe(401)
  actOn.server.user.enableApi(ACCOUNT)
  expect((await account(actOn, accessToken)).status).toBe(200)
})

test.each([
  { passwordChangeEndsTokens: true, status: 401 },
  { passwordChangeEndsTokens: false, status: 200 },
])('passwordChangeEndsTokens $passwordChangeEndsTokens: $status', async ({ status, ...knobs }) => {
  const actOn = await startActOnFixture({ knobs })
  const accessToken = await actOn.signIn()
  actOn.server.user.changePassword(USER, 'another')
  expect((await account(actOn, accessToken)).status).toBe(status)
  expect((await actOn.token(PASSWORD_GRANT)).status).toBe(403)
  expect((await actOn.token({ ...PASSWORD_GRANT, password: 'another' })).status).toBe(200)
})

test('access tokens can be ended in the middle of a run without moving the clock', async () => {
  const actOn = await startActOnFixture()
  const granted = await actOn.token(PASSWORD_GRANT)
  actOn.server.user.expireAccessTokens(ACCOUNT)
  expect((await account(actOn, granted.field('access_token'))).status).toBe(401)
  expect((await refreshWith(actOn, granted.field('refresh_token'))).status).toBe(200)
})

test('revoked tokens are of no use, not even for a refresh', async () => {
  const actOn = await startActOnFixture()
  const granted = await actOn.token(PASSWORD_GRANT)
  actOn.server.user.revokeTokens(USER)
  expect((await account(actOn, granted.field('access_token'))).status).toBe(401)
  expect((await refreshWith(actOn, granted.field('refresh_token'))).status).toBe(403)
})

test('every pair that was granted is kept for tests, without the tokens', async () => {
  const actOn = await startActOnFixture()
  const granted = await actOn.token(PASSWORD_GRANT)
  await refreshWith(actOn, granted.field('refresh_token'))
  expect(actOn.server.tokensIssued(ACCOUNT)).toMatchObject([
    { userName: USER, grantType: 'password' },
    { userName: USER, grantType: 'refresh_token' },
  ])
})
