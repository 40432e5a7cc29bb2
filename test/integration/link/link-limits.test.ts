import { afterAll, beforeAll, expect, test } from 'vitest'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import {
  type LinkPagesFixture,
  openLinkPagesFixture,
  type Visitor,
} from '../../support/fixtures/link-pages-fixture.ts'

const HOUR_MS = 60 * 60 * 1000
const unknown = (index: number) => `/link/${String(index).padStart(43, 'A')}`

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture()
})
afterAll(() => fixture.close())

/** The statuses of `count` sequential requests. */
async function times(count: number, ask: (index: number) => Promise<{ readonly status: number }>) {
  const statuses: number[] = []
  for (let index = 0; index < count; index += 1) statuses.push((await ask(index)).status)
  return statuses
}

const all = (count: number, status: number) => Array<number>(count).fill(status)

test('an invitation accepts 10 submits an hour from all addresses together, and says when the next is possible', async () => {
  const invited = await fixture.invited()
  const submit = (visitor: Visitor) => visitor.submit(invited.path, { username: 'somebody' })
  expect(await times(10, () => submit(fixture.visitor()))).toEqual(all(10, 422))
  const cameAt = fixture.now().getTime()
  const refused = await submit(fixture.visitor())
  expect(refused.status).toBe(429)
  const retryAfter = Number(refused.headers.get('retry-after'))
  expect(retryAfter).toBeGreaterThan(3500)
  expect(retryAfter).toBeLessThanOrEqual(3600)
  expect(refused.text).toMatch(/try again in\s+about (59|60) minutes, at <time/)
  const until = new Date(/datetime="([^"]+)"/.exec(refused.text)?.[1] ?? '').getTime()
  expect(Math.abs(until - cameAt - retryAfter * 1000)).toBeLessThan(30_000)
  expect(await fixture.audit(invited.account)).toHaveLength(10)

  expect((await fixture.visitor().get(invited.path)).status).toBe(200)
  fixture.sandbox.clock.advance(retryAfter * 1000)
  expect((await fixture.visitor().link(invited)).status).toBe(303)
})

test('an address may submit 30 times an hour to open invitations', async () => {
  const visitor = fixture.visitor()
  const three = [await fixture.invited(), await fixture.invited(), await fixture.invited()]
  const statuses = await times(30, (index) => visitor.submit(three[index % 3]?.path ?? '', {}))
  expect(statuses).toEqual(all(30, 422))
  const invited = await fixture.invited()
  const refused = await visitor.link(invited)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toMatch(/^3[56]\d\d$/)
  expect((await fixture.visitor().link(invited)).status).toBe(303)
})

test('wrong submits to one invitation block no other customer behind the same address', async () => {
  const visitor = fixture.visitor()
  const [one, other] = [await fixture.invited(), await fixture.invited()]
  expect(await times(10, () => visitor.submit(one.path, {}))).toEqual(all(10, 422))
  expect(await times(40, () => visitor.submit(one.path, {}))).toEqual(all(40, 429))
  expect((await visitor.link(other)).status).toBe(303)
})

test('the form that used an invitation gets its answer again, in spite of other submits', async () => {
  const visitor = fixture.visitor()
  const invited = await fixture.invited()
  const { userName, password } = invited.account.actOn
  const page = (await visitor.get(invited.path)).text
  const [, submission = ''] = /name="submission"\s+value="([\w-]{43})"/.exec(page) ?? []
  const form = { username: userName, password, submission }
  expect((await visitor.submit(invited.path, form)).status).toBe(303)
  await times(61, (index) => visitor.get(unknown(index)))
  expect((await visitor.get(unknown(62))).status).toBe(429)
  const again = await visitor.submit(invited.path, form)
  expect([again.status, again.headers.get('location')]).toEqual([303, '/link/done'])
})

test('submits without an open invitation block no customer behind the same address', async () => {
  const visitor = fixture.visitor()
  expect(await times(60, (index) => visitor.submit(unknown(index), {}))).toEqual(all(60, 404))
  expect(await times(5, (index) => visitor.submit(unknown(index), {}))).toEqual(all(5, 429))
  expect((await visitor.link(await fixture.invited())).status).toBe(303)
})

test('an address may open 60 unknown invitations an hour, and known ones always', async () => {
  const visitor = fixture.visitor()
  const invited = await fixture.invited()
  expect(await times(60, (index) => visitor.get(unknown(index)))).toEqual(all(60, 404))
  const refused = await visitor.get(unknown(60))
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toMatch(/^3[56]\d\d$/)
  expect((await visitor.get(invited.path)).status).toBe(200)
  expect((await fixture.visitor().get(unknown(61))).status).toBe(404)
  fixture.sandbox.clock.advance(HOUR_MS)
  expect((await visitor.get(unknown(62))).status).toBe(404)
})

test('an IPv6 /56 counts as one address, and an IPv4 address is the same in both notations', async () => {
  const ask = (address: string) => fixture.visitor(address).get(unknown(0))
  const within = (index: number) =>
    `2001:db8:1:2${String(index).padStart(2, '0')}::${String(index)}`
  expect(await times(60, (index) => ask(within(index % 60)))).toEqual(all(60, 404))
  expect((await ask('2001:db8:1:2ff::1')).status).toBe(429)
  expect((await ask('2001:db8:1:300::1')).status).toBe(404)

  expect(await times(60, () => ask('203.0.113.9'))).toEqual(all(60, 404))
  expect((await ask('::ffff:203.0.113.9')).status).toBe(429)
})

test('a client cannot choose its address: only what the trusted proxies add counts', async () => {
  const forge = (index: number) => fixture.visitor(`10.0.0.${String(index)}, 203.0.113.10`)
  expect(await times(60, (index) => forge(index).get(unknown(0)))).toEqual(all(60, 404))
  expect((await forge(60).get(unknown(0))).status).toBe(429)

  const direct = await openLinkPagesFixture({ TRUST_PROXY: 'false' })
  try {
    const another = (index: number) => direct.visitor(`10.0.0.${String(index)}`)
    expect(await times(60, (index) => another(index).get(unknown(0)))).toEqual(all(60, 404))
    expect((await another(60).get(unknown(0))).status).toBe(429)
    const { account, path } = await direct.invited()
    await another(61).get(path)
    const { address } = await direct.store
      .selectFrom('auditEntry')
      .selectAll()
      .where('on24ClientId', '=', account.on24ClientId)
      .executeTakeFirstOrThrow()
    expect(address).toBe('127.0.0.1')
  } finally {
    await direct.close()
  }
})

test('a wrong password says how many tries are left, and Act-On’s own faults use up none', async () => {
  const customer = await fixture.invited()
  const { actOn } = customer.account
  const typed = (password: string) =>
    fixture.visitor().submit(customer.path, { username: actOn.userName, password })
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    endpoint: 'token',
    times: 2,
    effect: { answer: { status: 503, body: 'down' } },
  })
  expect((await typed(actOn.password)).status).toBe(503)
  expect((await typed(actOn.password)).status).toBe(503)
  const first = await typed('wrong')
  expect([first.status, first.text]).toEqual([
    422,
    expect.stringContaining('You have 2 tries left in this hour.'),
  ])
  expect((await typed('wrong')).text).toContain('You have one try left in this hour.')
  const wait = /You have no tries left: the next one is possible in about (\d+) minutes/.exec(
    (await typed('wrong')).text,
  )
  expect(Number(wait?.[1])).toBeGreaterThan(50)
  fixture.sandbox.clock.advance(Number(wait?.[1]) * 60_000)
  expect((await typed(actOn.password)).status).toBe(303)
})

test('a stranger who types a customer’s user name cannot use up the sign-ins that its sync needs', async () => {
  const [customer, stranger] = [await fixture.invited(), await fixture.invited()]
  expect((await fixture.visitor().link(customer)).status).toBe(303)
  fixture.sandbox.clock.advance(2 * HOUR_MS)
  const { userName } = customer.account.actOn
  const spellings = [userName, userName.toUpperCase(), ` ${userName}`, userName, userName]
  const guesses = await times(5, (index) =>
    fixture
      .visitor()
      .submit(stranger.path, { username: spellings[index] ?? '', password: 'guess' }),
  )
  expect(guesses).toEqual([422, 422, 422, 429, 429])
  const refused = await fixture
    .visitor()
    .submit(stranger.path, { username: userName, password: 'x' })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000)
  expect(refused.text).toMatch(/try again in about \d+ minutes/)
  expect(await fixture.audit(stranger.account)).toEqual([
    ...Array<string>(3).fill('submitted ActOnWrongPassword'),
    ...Array<string>(3).fill('submitted ActOnTooManySignIns'),
  ])

  const { on24ClientId, actOn } = customer.account
  const account = await getAccount(fixture.store, on24ClientId)
  const sync = fixture.vendors.actOn(account, (options) =>
    fixture.tokens.accessToken(on24ClientId, options),
  )
  // The customer's access token has expired, so this needs a token call, which counts as a sign-in.
  const { accountId } = await sync.readAccount({ signal: AbortSignal.timeout(10_000) })
  expect(accountId).toBe(actOn.accountId)
})
