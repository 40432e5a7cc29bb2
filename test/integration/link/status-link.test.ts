/** The customer's own page: who sees it, what it shows, and how it leads to a relink. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inviteToLink } from '../../../src/accounts/invitations.ts'
import { makeStatusLink, statusLinkOf } from '../../../src/accounts/status-link.ts'
import { markNeedsRelink } from '../../../src/store/accounts/account-state.ts'
import { listAudit } from '../../../src/store/audit.ts'
import { openRun } from '../../../src/store/runs/runs.ts'
import { recordTrouble } from '../../../src/store/troubles/troubles.ts'
import { NOTICE } from '../../../src/store/visitors/invitations.ts'
import { dropStatusLink } from '../../../src/store/visitors/status-links.ts'
import {
  type Answer,
  type Invited,
  type LinkPagesFixture,
  openLinkPagesFixture,
} from '../../support/fixtures/link-pages-fixture.ts'
import { storeRegistrations, storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'

const UNKNOWN = `/status/${'A'.repeat(43)}`

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture()
})
afterAll(() => fixture.close())

const noAudit = () => Promise.resolve()

/** The path of a new link to the customer's own page. */
async function makeLink({ account }: Invited): Promise<string> {
  const { url } = await makeStatusLink(fixture, account.on24ClientId, 'operator:test', noAudit)
  return new URL(url).pathname
}

/** A customer who has linked, and the path of their own page. */
async function customer() {
  const invited = await fixture.invited()
  expect((await fixture.visitor().link(invited)).status).toBe(303)
  return { invited, id: invited.account.on24ClientId, page: await makeLink(invited) }
}

const loseLink = (id: string) =>
  markNeedsRelink(fixture.store, id, 'Act-On refused the stored password.', fixture.now())

const relink = (page: string, visitor = fixture.visitor(), headers = {}) =>
  visitor.send(`${page}/relink`, { method: 'POST', headers })

const withoutDate = ({ status, headers, text }: Answer) => ({
  status,
  headers: Object.fromEntries([...headers].filter(([name]) => name !== 'date')),
  text,
})

test('what waits is said to be written by the run under way only if that is a sync', async () => {
  const { id, page } = await customer()
  const at = new Date('2026-05-04T10:00:00.000Z')
  const place = { on24ClientId: id, eventId: `${id}1`, at }
  await storeWebinar(fixture.store, place)
  await storeRows(fixture.store, place, [{ registrantId: '1' }])
  const begin = (trigger: 'backfill' | 'compare' | 'sync', startedAt: Date) =>
    openRun(fixture.store, {
      ...{ runKey: `${id}/${trigger}`, on24ClientId: id, workflowId: trigger, runId: trigger },
      ...{ trigger, windowFrom: null, windowTo: startedAt, startedAt },
    })
  await begin('backfill', fixture.now())
  expect((await fixture.visitor().get(page)).text).toContain('1 contact waits for the next sync.')
  await begin('sync', new Date(fixture.now().getTime() + 60_000))
  expect((await fixture.visitor().get(page)).text).toContain('by the sync that is under way.')
  await begin('compare', new Date(fixture.now().getTime() + 120_000))
  expect((await fixture.visitor().get(page)).text).toContain('by the sync that is under way.')
})

test('the page shows how the sync stands, the webinars, and what waits and why', async () => {
  const { id, page } = await customer()
  const at = new Date('2026-05-04T10:00:00.000Z')
  const [one, two] = [`${id}1`, `${id}2`]
  for (const eventId of [one, two]) {
    await storeWebinar(fixture.store, { on24ClientId: id, eventId, at })
  }
  await storeRegistrations(fixture.store, { on24ClientId: id, eventId: one, at }, ['1', '2'])
  await storeRows(fixture.store, { on24ClientId: id, eventId: two, at }, [{ registrantId: '3' }])
  const place = { on24ClientId: id, eventId: two }
  const lost = { kind: 'listColumnsLost', detail: 'ON24 Registrant ID', at } as const
  await recordTrouble(fixture.store, place, lost)
  const steering = { kind: 'operationUnanswered', detail: 'pause', at } as const
  await recordTrouble(fixture.store, { on24ClientId: id, eventId: null }, steering)
  await fixture.store
    .updateTable('account')
    .set({ lastSuccessAt: at, pausedSince: at, pausedReason: 'Ana is on holiday' })
    .where('on24ClientId', '=', id)
    .execute()

  const { status, headers, text } = await fixture.visitor().get(page)
  expect(status).toBe(200)
  expect(text).toContain(`<strong>${id}</strong>`)
  expect(text).toContain('The sync is paused')
  expect(text).toMatch(/<time datetime="2026-05-04T10:00:00.000Z"[^>]*>2026-05-04 \d\d:\d\d [A-Z]/)
  expect(text).toContain('1 contact waits until the sync is resumed.')
  expect(text).toContain(
    `<strong>Webinar ${two} (${two})</strong>: The list has lost its column ON24 Registrant ID; 1 contact waits.`,
  )
  expect(text).toMatch(/Webinar \d+1<\/strong>[^]*2 contacts/)
  expect(text).not.toMatch(/holiday|operator:|requested operation|Sign in again/)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-robots-tag')).toBe('noindex')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
})

test('webinars are shown page by page', async () => {
  const { id, page } = await customer()
  const at = fixture.now()
  const eventIds = Array.from({ length: 45 }, (_, index) => `${id}${String(100 + index)}`)
  for (const eventId of eventIds) {
    await storeWebinar(fixture.store, { on24ClientId: id, eventId, at })
  }
  const seen: string[] = []
  let path: string | undefined = page
  while (path !== undefined) {
    const { text }: Answer = await fixture.visitor().get(path)
    seen.push(...[...text.matchAll(/Webinar (\d+)</g)].map(([, eventId = '']) => eventId))
    path = /href="([^"]+)#webinars">More</.exec(text)?.[1]
  }
  expect(seen.toSorted()).toEqual(eventIds.toSorted())
  expect((await fixture.visitor().get(`${page}?webinars=bm90LW9uZQ`)).status).toBe(404)
})

test('unknown, replaced and withdrawn links get the same answer, and so does a removed account', async () => {
  const replaced = await customer()
  const newer = await makeLink(replaced.invited)
  const withdrawn = await customer()
  await dropStatusLink(fixture.store, withdrawn.id, noAudit)
  const removed = await customer()
  await fixture.store
    .updateTable('account')
    .set({ removalSince: fixture.now() })
    .where('on24ClientId', '=', removed.id)
    .execute()

  expect((await fixture.visitor().get(newer)).status).toBe(200)
  const unknown = withoutDate(await fixture.visitor().get(UNKNOWN))
  expect(unknown.status).toBe(404)
  for (const { page } of [replaced, withdrawn, removed]) {
    expect(withoutDate(await fixture.visitor().get(page))).toEqual(unknown)
    expect((await relink(page)).status).toBe(404)
  }
  expect(await statusLinkOf(fixture, withdrawn.id)).toBeNull()
})

test('an address may open 60 unknown links an hour, whatever they are for, and known ones always', async () => {
  const { page } = await customer()
  const visitor = fixture.visitor()
  for (let index = 0; index < 30; index += 1) {
    expect((await visitor.get(UNKNOWN)).status).toBe(404)
    expect((await visitor.get(`/link/${'A'.repeat(43)}`)).status).toBe(404)
  }
  expect((await visitor.get(UNKNOWN)).status).toBe(429)
  expect((await relink(UNKNOWN, visitor)).status).toBe(429)
  expect((await visitor.get(page)).status).toBe(200)
})

test('while the account needs a relink, the page leads to the form, which links the same account again', async () => {
  const { invited, id, page } = await customer()
  const untouched = await relink(page)
  expect([untouched.status, untouched.headers.get('location')]).toEqual([303, page])
  await loseLink(id)
  expect((await fixture.visitor().get(page)).text).toContain('Sign in again')

  const crossSite = await relink(page, fixture.visitor(), { 'sec-fetch-site': 'cross-site' })
  expect(crossSite.status).toBe(403)
  const visitor = fixture.visitor()
  const led = await relink(page, visitor)
  expect(led.status).toBe(303)
  const path = led.headers.get('location') ?? ''
  expect(path).toMatch(/^\/link\/[\w-]{43}$/)
  const [entry] = await listAudit(fixture.store, id, { limit: 1 })
  expect(entry).toMatchObject({ actor: 'statusLink', action: 'invited', address: visitor.address })
  expect((await visitor.get(path)).text).toContain('Renew the link to Act-On')
  const other = await fixture.invited()
  const stranger = other.account.actOn
  const wrong = { username: stranger.userName, password: stranger.password }
  expect((await visitor.submit(path, wrong)).status).toBe(409)
  expect((await visitor.link(invited, path)).status).toBe(303)
  expect((await visitor.get(page)).text).not.toContain('Sign in again')
  // The invitation of the operator was used up before; the page's own is used now.
  expect((await visitor.get(path)).status).toBe(404)
})

test('an invitation from the page voids neither an operator’s nor a notice’s, and those of the page are limited', async () => {
  const { invited, id, page } = await customer()
  await loseLink(id)
  const fromOperator = await invited.again()
  const { url } = await inviteToLink(fixture, id, NOTICE)
  const fromNotice = new URL(url).pathname
  const statuses: number[] = []
  const paths: string[] = []
  for (let time = 0; time < 11; time += 1) {
    const led = await relink(page)
    statuses.push(led.status)
    paths.push(led.headers.get('location') ?? '')
  }
  expect(statuses).toEqual([...Array<number>(10).fill(303), 429])
  expect((await fixture.visitor().get(fromOperator)).status).toBe(200)
  expect((await fixture.visitor().get(fromNotice)).status).toBe(200)
  expect((await fixture.visitor().get(paths[8] ?? '')).status).toBe(404)
  expect((await fixture.visitor().get(paths[9] ?? '')).status).toBe(200)
})

test('no token is stored readably, nor written to the log', async () => {
  const { id, page } = await customer()
  const token = page.slice('/status/'.length)
  const rows = await fixture.store.selectFrom('statusLink').selectAll().execute()
  expect(rows.map(({ on24ClientId }) => on24ClientId)).toContain(id)
  expect(JSON.stringify(rows)).not.toContain(token)
  expect((await statusLinkOf(fixture, id))?.url).toMatch(new RegExp(`${page}$`))
  await fixture.visitor().get(page)
  expect(fixture.logs()).not.toContain(token)
})

test('the pages name the operator, and load nothing from elsewhere but the operator’s logo', async () => {
  const named = await openLinkPagesFixture({
    OPERATOR_NAME: 'Brightwater Events',
    OPERATOR_LOGO_URL: 'https://brightwater.example/images/logo.svg',
  })
  try {
    const { path } = await named.invited()
    for (const page of [path, UNKNOWN]) {
      const { headers, text } = await named.visitor().get(page)
      expect(text).toContain('src="https://brightwater.example/images/logo.svg"')
      expect(text).toContain('Brightwater Events')
      const policy = headers.get('content-security-policy')
      expect(policy).toContain("img-src 'self' https://brightwater.example;")
      expect(policy?.match(/brightwater/g)).toHaveLength(1)
    }
  } finally {
    await named.close()
  }
  const { headers } = await fixture.visitor().get(UNKNOWN)
  expect(headers.get('content-security-policy')).toContain("img-src 'self';")
})
