import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  type Invited,
  type LinkPagesFixture,
  openLinkPagesFixture,
} from '../../support/fixtures/link-pages-fixture.ts'

const HOUR_MS = 60 * 60 * 1000
const UNKNOWN = `/link/${'A'.repeat(43)}`

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture()
})
afterAll(() => fixture.close())

const withoutDate = ({ status, headers, text }: Answer) => ({
  status,
  headers: Object.fromEntries([...headers].filter(([name]) => name !== 'date')),
  text,
})

test('an invitation can be opened any number of times, and the first time is recorded', async () => {
  const { account, path } = await fixture.invited()
  const visitor = fixture.visitor()
  expect((await visitor.send(path, { method: 'HEAD' })).status).toBe(200)
  expect(await fixture.audit(account)).toEqual([])

  for (let time = 0; time < 3; time += 1) {
    const page = await visitor.get(path)
    expect(page.status).toBe(200)
    expect(page.text).toContain(account.name.replace('&', '&#38;'))
    expect(page.text).toContain(account.on24ClientId)
  }
  expect(await fixture.audit(account)).toEqual(['opened ok'])
  const [entry] = await fixture.store.selectFrom('auditEntry').selectAll().execute()
  expect(entry).toMatchObject({ actor: 'invitation', address: visitor.address })
})

test('the opening of an invitation is stored together with its audit entry, or not at all', async () => {
  const { account, path } = await fixture.invited()
  await sql`alter table audit_entry rename to gone`.execute(fixture.store)
  const page = await fixture.visitor().get(path)
  await sql`alter table gone rename to audit_entry`.execute(fixture.store)
  expect(page.status).toBe(500)
  expect((await fixture.visitor().get(path)).status).toBe(200)
  expect(await fixture.audit(account)).toEqual(['opened ok'])
})

test('unknown, used, expired and voided invitations get the same answer', async () => {
  const expired = await fixture.invited()
  const used = await fixture.invited()
  expect((await fixture.visitor().link(used)).status).toBe(303)
  const voided = await fixture.invited()
  await voided.again()
  const closing = await fixture.invited()
  await fixture.store
    .updateTable('account')
    .set({ removalSince: fixture.now() })
    .where('on24ClientId', '=', closing.account.on24ClientId)
    .execute()

  const unknown = withoutDate(await fixture.visitor().get(UNKNOWN))
  expect(unknown.status).toBe(404)
  const posted = withoutDate(await fixture.visitor().submit(UNKNOWN, {}))
  expect(posted).toEqual(unknown)
  for (const { path, account } of [used, voided, closing, expired]) {
    // The clock advances only now, because making another invitation would delete the expired one.
    if (account === expired.account) fixture.sandbox.clock.advance(7 * 24 * HOUR_MS)
    const before = await fixture.audit(account)
    expect(withoutDate(await fixture.visitor().get(path))).toEqual(unknown)
    const { actOn } = account
    const fields = { username: actOn.userName, password: actOn.password, submission: 'x' }
    expect(withoutDate(await fixture.visitor().submit(path, fields))).toEqual(unknown)
    expect(await fixture.audit(account)).toEqual(before)
  }
  expect(withoutDate(await fixture.visitor().get('/link/done'))).toEqual(unknown)
  expect(withoutDate(await fixture.visitor().get(`${used.path}/more`))).toEqual(unknown)
})

test('an invitation is 256 random bits, of which the store holds only a hash', async () => {
  const { path } = await fixture.invited()
  const token = path.replace('/link/', '')
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  const stored = await fixture.store.selectFrom('invitation').selectAll().execute()
  expect(JSON.stringify(stored)).not.toContain(token)
})

test('every answer forbids scripts of others, frames, referrers, caches and search engines', async () => {
  const invited = await fixture.invited()
  const visitor = fixture.visitor()
  const wrong = { username: 'somebody', password: 'wrong' }
  const answers = [
    await visitor.get(invited.path),
    await visitor.submit(invited.path, {}),
    await visitor.submit(invited.path, wrong),
    await visitor.submit(invited.path, wrong, { origin: 'https://elsewhere.example' }),
    await visitor.link(invited),
    await visitor.get(invited.path),
    await visitor.send(invited.path, { method: 'PUT' }),
    await visitor.get('/link/%E0%A4%A'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 422, 422, 403, 303, 404, 405, 400])
  for (const { headers, text } of answers) {
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy':
        "default-src 'none';style-src 'self';script-src 'self';connect-src 'self';img-src 'self';" +
        "form-action 'self';base-uri 'none';frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    })
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:/i)
  }
})

test('only the methods of each page are taken', async () => {
  const { account, path } = await fixture.invited()
  const visitor = fixture.visitor()
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const refused = await visitor.send(path, { method })
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  }
  const done = await visitor.send('/link/done', { method: 'POST' })
  expect([done.status, done.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  expect((await visitor.send('/link/assets/link.css', { method: 'POST' })).status).toBe(405)
  expect(await fixture.audit(account)).toEqual([])
})

test('style and script are served, and no other file', async () => {
  const visitor = fixture.visitor()
  const style = await visitor.get('/link/assets/link.css')
  expect(style.headers.get('content-type')).toContain('text/css')
  expect(style.headers.get('cache-control')).toBe('public, max-age=600')
  const script = await visitor.get('/link/assets/link.js')
  expect(script.headers.get('content-type')).toContain('javascript')
  for (const path of ['..%2flink-routes.ts', '%2e%2e%2flink-routes.ts', '', 'nothing.css']) {
    const answer = await visitor.get(`/link/assets/${path}`)
    expect([400, 403, 404], path).toContain(answer.status)
    expect(answer.text).not.toContain('import')
  }
})

test('expired records are deleted: invitations unused for 7 days or used a day ago, and cookies', async () => {
  const [unused, used] = [await fixture.invited(), await fixture.invited()]
  await fixture.visitor().link(used)
  const rowsOf = async (table: 'invitation' | 'doneCookie', { account }: Invited) =>
    fixture.store
      .selectFrom(table)
      .selectAll()
      .where('on24ClientId', '=', account.on24ClientId)
      .execute()
  fixture.sandbox.clock.advance(23 * HOUR_MS)
  await fixture.invited()
  expect(await rowsOf('invitation', used)).toHaveLength(1)
  fixture.sandbox.clock.advance(2 * HOUR_MS)
  await fixture.visitor().link(await fixture.invited())
  expect(await rowsOf('invitation', used)).toEqual([])
  expect(await rowsOf('doneCookie', used)).toEqual([])
  expect(await rowsOf('invitation', unused)).toHaveLength(1)
  fixture.sandbox.clock.advance(6 * 24 * HOUR_MS)
  await fixture.invited()
  expect(await rowsOf('invitation', unused)).toEqual([])
})
