/** The customer's pages as the whole service serves them, together with Temporal and the operators' routes. */
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { Connection } from '@temporalio/client'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { FOREIGN, statusOf } from '../../support/browser/foreign-page.ts'
import { describeApi } from '../../../src/web/openapi.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { logFile } from '../../support/servers/log-sink.ts'
import { findSecrets } from '../../support/secret-search/secrets.ts'
import { textsOfNamespace } from '../../support/secret-search/texts.ts'

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { accounts: [{}, {}, {}] } })
})
afterAll(() => api.close())

const CLIENT = { 'x-forwarded-for': '198.51.100.7' }

async function page(path: string, request: RequestInit = {}) {
  const headers = { ...CLIENT, ...request.headers }
  const response = await fetch(api.webUrl + path, { ...request, headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const submit = (path: string, fields: Record<string, string>, headers = {}) =>
  page(path, { method: 'POST', body: new URLSearchParams(fields), headers })

/** Registers an account of the sandbox over the API, and creates an invitation. Returns the customer page's path. */
async function invitation(index: number) {
  const account = api.sandbox.world.accounts[index] ?? expect.fail('no account')
  const { on24ClientId, name, region, accessTokenKey, accessTokenSecret, actOn } = account
  const body = { on24ClientId, name, region, accessTokenKey, accessTokenSecret }
  expect((await api.call('/accounts', { method: 'POST', body })).status).toBe(201)
  const path = `/accounts/${on24ClientId}/link-invitations`
  const invited = await api.call(path, { method: 'POST', body: {} })
  const url = /"url":"([^"]+)"/.exec(invited.text)?.[1] ?? expect.fail('no url')
  return { path: new URL(url).pathname, on24ClientId, actOn }
}

function doneCookie({ headers }: { readonly headers: Headers }): string {
  return /^link_done=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? expect.fail('no cookie')
}

async function everyRow(): Promise<string> {
  const rows: unknown[] = []
  for (const { name } of await api.store.introspection.getTables()) {
    rows.push(...(await sql`select * from ${sql.table(name)}`.execute(api.store)).rows)
  }
  return JSON.stringify(rows)
}

test('customers’ passwords, invitations and cookies appear only where they belong', async () => {
  const { path, on24ClientId, actOn } = await invitation(0)
  const token = path.replace('/link/', '')
  const typed = { name: 'typed.name.4711@example.com', password: 'Typed-passw0rd-4711' }
  const { userName: username, password } = actOn
  const wrong = { username: typed.name, password: typed.password }
  const pages = [
    await page(path),
    await submit(path, wrong),
    await submit(path, { ...wrong, username: '' }),
    await submit(path, wrong, { origin: 'https://elsewhere.example' }),
    await submit(path, { ...wrong, more: 'x'.repeat(5000) }),
    await submit(`${path}%E0%A4%A`, wrong),
    await submit(`${path}/${typed.password}`, wrong),
  ]
  expect(pages.map(({ status }) => status)).toEqual([200, 422, 422, 403, 413, 400, 404])
  const linked = await submit(path, { username, password })
  expect(linked.status).toBe(303)
  const cookie = doneCookie(linked)
  pages.push(await page('/link/done', { headers: { cookie: `link_done=${cookie}` } }))
  await expect
    .poll(() => listRuns(api.store, on24ClientId, 1), { timeout: 60_000 })
    .toMatchObject([{ outcome: 'complete' }])

  const secrets = [token, cookie, typed.password]
  const places: Record<string, string> = {
    store: await everyRow(),
    log: await readFile(logFile(), 'utf8'),
    metrics: await api.metrics.registry.metrics(),
    calls: JSON.stringify(api.sandbox.ledger.calls()),
  }
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  for await (const { where, text } of textsOfNamespace(connection, api.namespace)) {
    places[where] = text
  }
  await connection.close()
  expect(Object.keys(places).length).toBeGreaterThan(6)
  for (const [where, text] of Object.entries(places)) {
    expect(findSecrets(where, text, [...secrets, typed.name])).toEqual([])
  }
  // A page may show the typed user name again in its form, but none of the secrets.
  for (const { text, headers } of pages) {
    expect(findSecrets('page', text + JSON.stringify([...headers]), secrets)).toEqual([])
  }
})

test('the audit trail names the address that the trusted proxy saw, whatever the client says', async () => {
  const { path, on24ClientId } = await invitation(1)
  await page(path, { headers: { 'x-forwarded-for': '10.0.0.1, 198.51.100.9' } })
  const { body } = await api.call(`/accounts/${on24ClientId}/audit`)
  expect(body).toMatchObject({
    items: [{ action: 'opened', actor: 'invitation', address: '198.51.100.9' }, {}, {}],
  })
})

test('the customer’s cookie does not open the operators’ pages', async () => {
  const { path, actOn } = await invitation(2)
  const linked = await submit(path, { username: actOn.userName, password: actOn.password })
  const headers = { cookie: `link_done=${doneCookie(linked)}` }
  expect((await page('/link/done', { headers })).status).toBe(200)
  for (const closed of ['/metrics', '/api/v1/accounts/22950', '/api/v1/accounts/22950/audit']) {
    // While PUBLIC_URL is a loopback address, /metrics needs no token; a wrong token is still refused.
    if (closed !== '/metrics') expect((await page(closed, { headers })).status).toBe(401)
    const bearer = { authorization: `Bearer ${doneCookie(linked)}` }
    expect((await page(closed, { headers: bearer })).status).toBe(401)
  }
})

test('a client that sends its headers or body too slowly is disconnected', async () => {
  const { port } = new URL(api.webUrl)
  const sent = async (text: string) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(text)
    let answer = ''
    for await (const chunk of socket) answer += String(chunk)
    return answer
  }
  const head = 'POST /link/x HTTP/1.1\r\nHost: localhost\r\n'
  const form = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n'
  const answers = await Promise.all([sent(head), sent(`${head}${form}username=`)])
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 408 /)
})

test('a web page of another site gets no answer while PUBLIC_URL is on this machine, nor from the sandbox', async () => {
  const { webUrl, sandbox } = api
  const servers = [`${webUrl}/healthz`, sandbox.actOn.viewUrl]
  for (const url of servers) {
    expect(await statusOf(url)).toBe(200)
    for (const headers of FOREIGN) {
      expect(await statusOf(url, headers), JSON.stringify([url, headers])).toBe(403)
    }
  }
})

const { page: operatorPage, signIn, signedIn } = operatorPages(() => api.webUrl)

test.each(['/nope-7f3a', '/accounts/nope-7f3a/nope-7f3a'])(
  'an unknown path (%s) answers a signed-in operator with a page with a link and without the path',
  async (path) => {
    const { status, text } = await operatorPage(path, { cookie: await signedIn() })
    expect(status).toBe(404)
    expect(text).toContain('<a href="/">')
    expect(text).not.toContain('nope-7f3a')
  },
)

test('text that the store cannot hold is dropped from a search, and refused elsewhere with a message', async () => {
  const cookie = await signedIn()
  expect(await operatorPage('/?search=a%00b', { cookie })).toMatchObject({ status: 200 })
  const cursor = Buffer.from(JSON.stringify(['lateness', '1', '\0'])).toString('base64url')
  expect(await operatorPage(`/?cursor=${cursor}`, { cookie })).toMatchObject({ status: 422 })
  expect(await operatorPage('/?cursor=%00', { cookie })).toMatchObject({ status: 200 })
  expect(await operatorPage('/accounts/1%00', { cookie })).toMatchObject({ status: 404 })
  expect(await signIn({ token: 'a\0b', next: '/\0' })).toMatchObject({ status: 422 })
})

test('where nothing is, who is not signed in gets a line of text', async () => {
  expect(await operatorPage('/nope')).toMatchObject({ status: 404, text: 'Not found.' })
})

test('the API’s reference needs no sign-in, and has every operation and document', async () => {
  const { status, text } = await operatorPage('/docs')
  expect(status).toBe(200)
  const { paths, components } = describeApi()
  const operations = Object.values(paths ?? {}).flatMap((path) =>
    Object.values(path).map(({ operationId }: { operationId: string }) => operationId),
  )
  expect(operations.length).toBeGreaterThan(30)
  for (const id of operations) expect(text).toContain(`id="${id}"`)
  const linked = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id)
  expect(linked.filter((id) => !text.includes(`id="${id}"`))).toEqual([])
  for (const name of Object.keys(components?.schemas ?? {}))
    expect(text).toContain(`id="document-${name}"`)
})
