import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startWebServer } from '../../../src/web/web-server.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { cookieIn, newAddress, operatorPages } from '../../support/api/operator-pages.ts'
import { OPERATOR_TOKEN } from '../../support/fixtures/service-fixture.ts'

const HOUR_MS = 60 * 60_000
const ORIGIN = 'http://127.0.0.1:8080'

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { preset: 'empty' } })
})
afterAll(() => api.close())

const { page, signIn, signedIn } = operatorPages(() => api.webUrl)

describe('a visitor who is not signed in', () => {
  test.each([
    ['/', '/sign-in'],
    ['/?state=paused&search=a', '/sign-in?next=%2F%3Fstate%3Dpaused%26search%3Da'],
    ['/accounts/22950', '/sign-in?next=%2Faccounts%2F22950'],
  ])('is sent from %s to the sign-in', async (path, goesTo) => {
    expect(await page(path)).toMatchObject({ status: 303, goesTo })
  })

  test('is redirected from a form to the sign-in, which says that nothing was done and leads back to the page of the form', async () => {
    const sent = await page('/accounts/22950/pause', { form: { reason: 'x' } })
    expect(sent).toMatchObject({ status: 303, goesTo: '/sign-in?next=%2Faccounts%2F22950' })
    const [message] = sent.headers.getSetCookie()
    const cookie = message?.split(';')[0] ?? expect.fail('no cookie')
    const { text } = await page('/sign-in', { cookie, headers: { 'sec-fetch-dest': 'document' } })
    expect(text).toContain('nothing was done')
  })
})

describe('signing in', () => {
  test('takes an operator’s token, and gives a cookie that no script and no other site gets', async () => {
    const answer = await signIn({ token: ` ${OPERATOR_TOKEN}\n` })
    expect(answer).toMatchObject({ status: 303, goesTo: '/' })
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/; Path=\/;.*; HttpOnly; SameSite=Lax$/)
    expect(cookie).toContain('Max-Age=43200')
    expect(cookie).not.toContain(OPERATOR_TOKEN)

    const accounts = await page('/', { cookie: cookieIn(answer) })
    expect(accounts.status).toBe(200)
    expect(accounts.text).toContain('Signed in as <strong>test</strong>')
    expect(accounts.headers.get('cache-control')).toBe('no-store')
    expect(accounts.headers.get('content-security-policy')).toContain(
      "default-src 'none';style-src 'self';script-src 'self'",
    )
    const stored = await api.store.selectFrom('operatorSession').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(cookieIn(answer).split('=')[1])
  })

  test.each([
    ['', 'Please enter your operator token.'],
    ['wrong', 'This is not an operator token of this service.'],
    [`${OPERATOR_TOKEN}x`, 'This is not an operator token of this service.'],
  ])('refuses the token “%s” and says so, without showing it again', async (token, says) => {
    const answer = await signIn({ token, next: '/accounts/22950' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(says)
    expect(answer.text).toContain('name="next" value="/accounts/22950"')
    if (token !== '') expect(answer.text).not.toContain(token)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test.each([
    ['/accounts/22950?runs=x', '/accounts/22950?runs=x'],
    ['/?state=paused', '/?state=paused'],
    ['https://elsewhere.example/accounts/1', '/'],
    ['//elsewhere.example/accounts/1', '/'],
    ['/\\elsewhere.example/accounts/1', '/'],
    ['/accounts/../..//elsewhere.example', '/'],
    ['/\t/elsewhere.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-out', '/'],
  ])('leads on to pages of ours alone: %j', async (next, goesTo) => {
    expect((await signIn({ token: OPERATOR_TOKEN, next })).goesTo).toBe(goesTo)
  })

  test('after 20 wrong tokens an address is refused wrong ones; right tokens and signed-in browsers still get in', async () => {
    const from = newAddress()
    const cookie = await signedIn()
    for (let sent = 1; sent <= 30; sent += 1) {
      expect((await signIn({ token: '' }, { from })).status).toBe(422)
    }
    for (let guess = 1; guess <= 20; guess += 1) {
      expect((await signIn({ token: 'wrong' }, { from })).status).toBe(422)
    }
    const refused = await signIn({ token: 'wrong' }, { from })
    expect(refused.status).toBe(429)
    expect(refused.text).toContain('Too many wrong tokens')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await signIn({ token: OPERATOR_TOKEN }, { from })).status).toBe(303)
    const authorization = `Bearer ${OPERATOR_TOKEN}`
    expect((await page('/', { from, headers: { authorization } })).status).toBe(200)
    expect((await page('/', { from, cookie })).status).toBe(200)
    expect((await page('/', { from })).status).toBe(303)
  })
})

test('pages accept a bearer token as the API does, and a wrong one counts as a failed sign-in', async () => {
  const from = newAddress()
  const ask = (token: string) => page('/', { from, headers: { authorization: `Bearer ${token}` } })
  expect((await ask(OPERATOR_TOKEN)).status).toBe(200)
  for (let guess = 1; guess <= 20; guess += 1) expect((await ask('wrong')).status).toBe(303)
  expect((await ask('wrong')).status).toBe(429)
})

async function accesses(from: string) {
  const found = api.store.selectFrom('operatorAccess').select(['what', 'operator'])
  const rows = await found.where('address', '=', from).orderBy('id').execute()
  return rows.map(({ what, operator }) => [what, operator])
}

test('sign-ins, sign-outs, refused tokens and lockouts are recorded once each', async () => {
  const from = newAddress()
  const cookie = cookieIn(await signIn({ token: OPERATOR_TOKEN }, { from }))
  await page('/sign-out', { form: {}, cookie, from })
  await signIn({ token: 'Zq7canary-wrong' }, { from })
  for (let guess = 2; guess <= 22; guess += 1) {
    const authorization = `Bearer wrong-${String(guess)}`
    await page('/api/v1/accounts', { from, headers: { authorization } })
  }
  expect(await accesses(from)).toEqual([
    ['signedIn', 'test'],
    ['signedOut', 'test'],
    ...Array<unknown>(20).fill(['tokenRefused', null]),
    ['lockedOut', null],
  ])
  expect(
    JSON.stringify(await api.store.selectFrom('operatorAccess').selectAll().execute()),
  ).not.toMatch(/wrong/)
})

test('with https the cookie has the __Host- prefix', async () => {
  const http = { ...api.config.http, publicUrl: 'https://sync.example.com', port: 0 }
  const web = await startWebServer({ ...api, config: { ...api.config, http } })
  onTestFinished(() => web.close())
  const [cookie] = (await signIn({ token: OPERATOR_TOKEN }, { at: web.url })).headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-operator_session=.*; Path=\/;.*; HttpOnly; Secure; SameSite=Lax$/)
  const [pair = ''] = cookie?.split(';') ?? []
  expect((await page('/', { cookie: pair, at: web.url })).status).toBe(200)
})

describe('a sign-in ends', () => {
  const isOpen = async (cookie: string, at = api.webUrl) =>
    (await page('/', { cookie, at })).status === 200

  test('when the operator signs out, and other sign-ins stay', async () => {
    const [mine, other] = [await signedIn(), await signedIn()]
    const out = await page('/sign-out', { form: {}, cookie: mine })
    expect(out).toMatchObject({ status: 303, goesTo: '/sign-in' })
    expect(cookieIn(out)).toBe('operator_session=')
    expect(await isOpen(mine)).toBe(false)
    expect(await isOpen(other)).toBe(true)
  })

  test('after 12 hours', async () => {
    const cookie = await signedIn()
    for (let hours = 0.9; hours < 12; hours += 0.9) {
      api.sandbox.clock.advance(0.9 * HOUR_MS)
      expect(await isOpen(cookie)).toBe(true)
    }
    api.sandbox.clock.advance(0.5 * HOUR_MS)
    expect(await isOpen(cookie)).toBe(false)
  })

  test('after an hour without use; a page that refreshes itself does not count as use', async () => {
    const cookie = await signedIn()
    const live = () => page('/', { cookie, headers: { 'sec-fetch-dest': 'empty' } })
    for (let looks = 0; looks < 5; looks += 1) {
      api.sandbox.clock.advance(0.19 * HOUR_MS)
      expect((await live()).status).toBe(200)
    }
    api.sandbox.clock.advance(0.1 * HOUR_MS)
    expect((await live()).status).toBe(303)
    expect(await isOpen(cookie)).toBe(false)
  })

  test('when the same browser signs in again', async () => {
    const earlier = await signedIn()
    const later = cookieIn(await signIn({ token: OPERATOR_TOKEN }, { cookie: earlier }))
    expect([await isOpen(earlier), await isOpen(later)]).toEqual([false, true])
  })

  test('when the operator’s token is changed', async () => {
    const cookie = await signedIn()
    const token = randomBytes(32).toString('hex')
    const config = { ...api.config, operatorTokens: [{ name: 'test', token }] }
    const web = await startWebServer({ ...api, config })
    onTestFinished(() => web.close())
    expect(await isOpen(cookie)).toBe(true)
    expect(await isOpen(cookie, web.url)).toBe(false)
  })
})

test('a form that a browser sends from another site is refused before anything is done', async () => {
  const cookie = await signedIn()
  const from = newAddress()
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example' },
  ]) {
    for (const path of ['/sign-in', '/sign-out', '/accounts/22950/pause']) {
      const form = { token: 'wrong' }
      expect((await page(path, { form, cookie, headers, from })).status).toBe(403)
    }
  }
  const own = { 'sec-fetch-site': 'same-origin', origin: ORIGIN }
  expect((await page('/sign-out', { form: {}, cookie, headers: own })).status).toBe(303)
})

test('the outcome of a form is shown once, and not to a page that refreshes itself', async () => {
  const out = await page('/sign-out', { form: {} })
  const cookie = out.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const live = await page('/sign-in', { cookie, headers: { 'sec-fetch-dest': 'empty' } })
  expect(live.text).not.toContain('You are signed out.')
  const shown = await page('/sign-in', { cookie })
  expect(shown.text).toContain('You are signed out.')
  expect(shown.headers.getSetCookie().join()).toMatch(
    /operator_message=;.*Expires=Thu, 01 Jan 1970/,
  )
  expect((await page('/sign-in', { cookie: 'operator_message=<b>' })).text).not.toContain('<b>')
})
