import { expect, test } from 'vitest'
import { PASSWORD, USER, send, startActOnFixture } from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const HOUR_MS = 3_600_000
const PASSWORD_GRANT = { grant_type: 'password', username: USER, password: PASSWORD }

const refreshWith = (actOn: ActOnFixture, refreshToken: string) =>
  actOn.token({ grant_type: 'refresh_token', refresh_token: refreshToken })

const account = (actOn: ActOnFixture, accessToken: string) =>
  actOn.callAs(accessToken, 'GET', '/api/1/account')

test('a right password is answered with a pair of tokens and their lifetime', async () => {
  const actOn = await startActOnFixture()
  const granted = await actOn.token(PASSWORD_GRANT)
  expect(granted.status).toBe(200)
  expect(granted.json).toMatchObject({
    token_type: 'Bearer',
    scope: 'offline-access',
    expires_in: 3600,
  })
  const me = await account(actOn, granted.field('access_token'))
  expect(me.json).toMatchObject({
    account_id: 41000,
    account_name: 'Brightwater',
    user_email: USER,
    time_zone: 'US/Pacific',
  })
  expect(me.headers.get('x-request-id')).toBeTruthy()
})

test('the grant type may stand in the query', async () => {
  const actOn = await startActOnFixture()
  const [application] = actOn.server.applications
  const body = new URLSearchParams({
    username: USER,
    password: PASSWORD,
    client_id: application?.clientId ?? '',
    client_secret: application?.clientSecret ?? '',
  })
  const url = `${actOn.server.url}/token?grant_type=password`
  expect((await send(url, { method: 'POST', body })).status).toBe(200)
})

test.each([400, 401] as const)('a JSON body is refused with %i by knob', async (status) => {
  const actOn = await startActOnFixture({ knobs: { tokenJsonBodyStatus: status } })
  const reply = await send(`${actOn.server.url}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(PASSWORD_GRANT),
  })
  expect(reply.status).toBe(status)
})

test('a sign-in ends the refresh token that the same user has elsewhere', async () => {
  const actOn = await startActOnFixture()
  const first = await actOn.token(PASSWORD_GRANT)
  await actOn.token(PASSWORD_GRANT)
  expect((await refreshWith(actOn, first.field('refresh_token'))).status).toBe(403)
})

test('a sign-in of another user leaves the refresh token alone', async () => {
  const actOn = await startActOnFixture()
  const first = await actOn.token(PASSWORD_GRANT)
  await actOn.signIn('other@example.com', 'other')
  expect((await refreshWith(actOn, first.field('refresh_token'))).status).toBe(200)
})

test('the sixth sign-in of an hour is refused, failed ones counted, until the hour is over', async () => {
  const actOn = await startActOnFixture()
  for (let tried = 0; tried < 5; tried += 1) {
    await actOn.token({ ...PASSWORD_GRANT, password: 'wrong' })
  }
  const sixth = await actOn.token(PASSWORD_GRANT)
  expect(sixth.status).toBe(429)
  expect(sixth.field('httpCode')).toBe('429')
  expect(actOn.server.authAttempts().map(({ outcome }) => outcome)).toEqual([
    ...Array.from({ length: 5 }, () => 'refused'),
    'tooMany',
  ])
  actOn.clock.advance(HOUR_MS)
  expect((await actOn.token(PASSWORD_GRANT)).status).toBe(200)
})

test('sign-ins that are too many may be answered as an OAuth error', async () => {
  const knobs = { signInsPerHour: 0, tooManySignInsAnswer: 'oauth403' } as const
  const actOn = await startActOnFixture({ knobs })
  const refused = await actOn.token(PASSWORD_GRANT)
  expect([refused.status, refused.field('error')]).toEqual([403, 'access_denied'])
})

test.each([
  { userNameMatch: 'sensitive', status: 403, refreshed: 200 },
  { userNameMatch: 'insensitive', status: 200, refreshed: 403 },
] as const)(
  'a user name in other case is the same user, its tokens and sign-ins included, by knob: $userNameMatch',
  async ({ status, refreshed, ...knobs }) => {
    const actOn = await startActOnFixture({ knobs: { ...knobs, signInsPerHour: 3 } })
    const granted = await actOn.token(PASSWORD_GRANT)
    const inOtherCase = { ...PASSWORD_GRANT, username: USER.toUpperCase() }
    expect((await actOn.token(inOtherCase)).status).toBe(status)
    expect((await refreshWith(actOn, granted.field('refresh_token'))).status).toBe(refreshed)
    const names = new Set(actOn.server.authAttempts().map(({ userName }) => userName))
    expect(names.has(USER.toUpperCase())).toBe(knobs.userNameMatch === 'sensitive')
  },
)
