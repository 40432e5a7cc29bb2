import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import {
  type Invited,
  type LinkPagesFixture,
  openLinkPagesFixture,
} from '../../support/fixtures/link-pages-fixture.ts'

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture({ PUBLIC_URL: 'https://link.example' })
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

const onToken = (effect: FaultEffect) =>
  fixture.sandbox.faults.add({ vendor: 'actOn', endpoint: 'token', times: Infinity, effect })
const isLinked = async ({ account }: Invited) =>
  (await getAccount(fixture.store, account.on24ClientId)).linkedAt !== null
const tokenCalls = () => fixture.sandbox.ledger.count({ vendor: 'actOn', endpoint: 'token' })

interface Refusal {
  readonly what: string
  /** Makes submits fail. Returns a function that ends this. */
  readonly arrange: (actOn: Invited['account']['actOn']) => () => void
  readonly status: number
  readonly result: string
  readonly words: string
}

const REFUSALS: readonly Refusal[] = [
  {
    what: 'a wrong password',
    arrange({ userName, password }) {
      fixture.sandbox.actOn.user.changePassword(userName, 'another one')
      return () => {
        fixture.sandbox.actOn.user.changePassword(userName, password)
      }
    },
    status: 422,
    result: 'ActOnWrongPassword',
    words: 'did not accept this user name and password',
  },
  {
    what: 'an Act-On account without API access',
    arrange({ accountId }) {
      fixture.sandbox.actOn.user.disableApi(accountId)
      return () => {
        fixture.sandbox.actOn.user.enableApi(accountId)
      }
    },
    status: 422,
    result: 'ActOnApiNotEnabled',
    words: 'API access is not enabled',
  },
  {
    what: 'an Act-On that is down',
    arrange: () => onToken({ answer: { status: 503, body: 'down' } }),
    status: 503,
    result: 'ActOnUnavailable',
    words: 'cannot be reached',
  },
  {
    what: 'an Act-On that refuses our client id',
    arrange: () => onToken({ answer: { status: 401, body: '{"error":"access_denied"}' } }),
    status: 502,
    result: 'ActOnClientRefused',
    words: 'problem is on our side',
  },
]

test.each(REFUSALS)(
  '$what is explained to the customer, and the invitation stays valid',
  async ({ arrange, status, result, words }) => {
    const invited = await fixture.invited()
    const { actOn } = invited.account
    const visitor = fixture.visitor()
    const mend = arrange(actOn)
    const page = await visitor.link(invited)
    expect(page.status).toBe(status)
    expect(page.text).toContain(words)
    expect(page.text).toContain(`value="${actOn.userName}"`)
    expect(page.text).not.toContain(actOn.password)
    expect(page.headers.get('set-cookie')).toBeNull()
    expect(await fixture.audit(invited.account)).toEqual([`submitted ${result}`])
    expect(await isLinked(invited)).toBe(false)

    mend()
    expect((await visitor.link(invited)).status).toBe(303)
  },
)

test('an Act-On account that is linked already, and a relink with another one, are refused', async () => {
  const [first, second] = [await fixture.invited(), await fixture.invited()]
  const visitor = fixture.visitor()
  expect((await visitor.link(first)).status).toBe(303)
  const taken = await visitor.link(first, second.path)
  expect(taken.status).toBe(409)
  expect(taken.text).toContain('already linked to another ON24 account')
  expect(taken.text).not.toContain(first.account.on24ClientId)

  const relink = await first.again()
  const other = await visitor.link(second, relink)
  expect(other.status).toBe(409)
  expect(other.text).toContain('another Act-On account')
  expect((await visitor.link(first, relink)).status).toBe(303)
  expect(await fixture.audit(first.account)).toEqual([
    ...['submitted ok', 'linked ok'],
    ...['submitted OtherActOnAccount', 'submitted ok', 'relinked ok'],
  ])
})

const CROSS_SITE: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ['another host of our site', { 'sec-fetch-site': 'same-site' }],
  ['nowhere', { 'sec-fetch-site': 'none' }],
  ['an origin that is not ours', { origin: 'https://link.example.evil.example' }],
  [
    'our host without encryption',
    { 'sec-fetch-site': 'same-origin', origin: 'http://link.example' },
  ],
]

test.each(CROSS_SITE)(
  'a form that a browser sends from %s is refused before anything is done or counted',
  async (_where, headers) => {
    const invited = await fixture.invited()
    const { actOn } = invited.account
    const visitor = fixture.visitor()
    const fields = { username: actOn.userName, password: actOn.password }
    const calls = tokenCalls()
    const limits = await fixture.store.selectFrom('rateLimit').selectAll().execute()
    expect((await visitor.submit(invited.path, fields, headers)).status).toBe(403)
    expect(tokenCalls()).toBe(calls)
    expect(await fixture.audit(invited.account)).toEqual([])
    expect(await fixture.store.selectFrom('rateLimit').selectAll().execute()).toEqual(limits)
  },
)

test.each([
  ['our page in a browser', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
  ['an older browser', { origin: 'https://link.example' }],
  ['what is no browser', {}],
])('a form from %s is taken', async (_where, headers: Record<string, string>) => {
  const invited = await fixture.invited()
  const { actOn } = invited.account
  const fields = { username: actOn.userName, password: actOn.password }
  const answer = await fixture.visitor().submit(invited.path, fields, headers)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('set-cookie')).toContain('; Secure;')
})

test('a body that is not the form is refused without being read', async () => {
  const invited = await fixture.invited()
  const visitor = fixture.visitor()
  const form = 'application/x-www-form-urlencoded'
  const { actOn } = invited.account
  const good = new URLSearchParams({
    username: actOn.userName,
    password: actOn.password,
  }).toString()
  const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    (await visitor.send(invited.path, { method: 'POST', body, headers })).status
  const asForm = { 'content-type': form }
  expect(await send(`${good}&more=${'x'.repeat(4096)}`, asForm)).toBe(413)
  expect(await send(`${good}${'&a=b'.repeat(10)}`, asForm)).toBe(413)
  const zipped = new Uint8Array(gzipSync(good))
  expect(await send(zipped, { ...asForm, 'content-encoding': 'gzip' })).toBe(415)
  expect(await send(good, { 'content-type': `${form}; charset=utf-16` })).toBe(415)
  expect(await fixture.audit(invited.account)).toEqual([])

  const json = JSON.stringify({ username: actOn.userName, password: actOn.password })
  expect(await send(json, { 'content-type': 'application/json' })).toBe(422)
  expect(await send(`${good}&password=another`, asForm)).toBe(422)
  expect(await isLinked(invited)).toBe(false)
  expect(await send(good, asForm)).toBe(303)
})

test('an internal error is answered with an error id, which is also in the log', async () => {
  const invited = await fixture.invited()
  const { actOn } = invited.account
  await sql`alter table done_cookie rename to gone`.execute(fixture.store)
  onTestFinished(async () => {
    await sql`alter table gone rename to done_cookie`.execute(fixture.store)
  })
  const page = await fixture.visitor().link(invited)
  expect(page.status).toBe(500)
  const errorId =
    /<strong>([\da-f-]{36})<\/strong>/.exec(page.text)?.[1] ?? expect.fail('no number')
  const lines = fixture.logs().split('\n')
  const line = lines.find((candidate) => candidate.includes(errorId)) ?? expect.fail('no line')
  // PostgreSQL's error code for a missing table.
  expect(line).toContain('42P01')
  expect(page.text).not.toContain('done_cookie')
  for (const secret of [actOn.userName, actOn.password, invited.path.replace('/link/', '')]) {
    expect(page.text + line).not.toContain(secret)
  }
})
