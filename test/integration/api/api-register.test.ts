import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { getAccount, insertAccount } from '../../../src/store/accounts/accounts.ts'
import {
  hasOn24Credential,
  readOn24Credential,
} from '../../../src/store/credentials/credentials.ts'
import { newAccountDocument } from '../../support/rows/new-account-document.ts'
import type { ApiAnswer } from '../../support/fixtures/operator-api-fixture.ts'
import {
  openTwoRegionsFixture,
  registrationOf,
  type TwoRegionsFixture,
} from '../../support/fixtures/two-regions-fixture.ts'
import { expectProblem } from '../../support/api/problem.ts'

const PAIR = ['accessTokenKey', 'accessTokenSecret']

let api: TwoRegionsFixture
beforeAll(async () => {
  api = await openTwoRegionsFixture()
})
afterAll(() => api.close())
beforeEach(() => {
  api.sandbox.faults.clear()
  api.sandbox.on24.knobs.callsPerMinute.client = Infinity
})

const callsTo = (sandbox: Sandbox, on24ClientId: string) =>
  sandbox.ledger.calls().filter(({ account }) => account === on24ClientId).length

test('a registration answers with the account and its location, after one call to ON24', async () => {
  const account = api.accountOf(0)
  const { on24ClientId } = account
  const answer = await api.register(registrationOf(account))
  expect(answer.status).toBe(201)
  expect(answer.headers.get('location')).toBe(`/api/v1/accounts/${on24ClientId}`)
  const createdAt = (await getAccount(api.store, on24ClientId)).createdAt.toISOString()
  expect(answer.body).toEqual(newAccountDocument(on24ClientId, createdAt))
  expect(callsTo(api.sandbox, on24ClientId)).toBe(1)
  expect(await readOn24Credential(api.store, api.ciphers, on24ClientId)).toEqual({
    accessTokenKey: account.accessTokenKey,
    accessTokenSecret: account.accessTokenSecret,
  })
  const { body } = await api.call(`/accounts/${on24ClientId}/audit`)
  const entry = {
    actor: 'operator:test',
    action: 'registered',
    result: 'ok',
    address: '203.0.113.1',
  }
  expect(body).toMatchObject({ items: [entry], nextCursor: null })
})

test('a registration and an invitation are stored together with their audit entry, or not at all', async () => {
  const account = api.nextAccount()
  const { on24ClientId } = account
  const invite = () => api.call(`/accounts/${on24ClientId}/link-invitations`, { method: 'POST' })
  const withoutTrail = async (call: () => Promise<ApiAnswer>) => {
    await sql`alter table audit_entry rename to gone`.execute(api.store)
    const { status } = await call()
    await sql`alter table gone rename to audit_entry`.execute(api.store)
    return status
  }
  expect(await withoutTrail(() => api.register(registrationOf(account)))).toBe(500)
  expect(await hasOn24Credential(api.store, on24ClientId)).toBe(false)
  expect((await api.register(registrationOf(account))).status).toBe(201)

  expect(await withoutTrail(invite)).toBe(500)
  expect(await api.store.selectFrom('invitation').selectAll().execute()).toEqual([])
  expect((await invite()).status).toBe(201)
  expect(await api.audit(on24ClientId)).toEqual(['registered ok', 'invited ok'])
})

test('zone and Act-On’s region may be chosen', async () => {
  const account = api.nextAccount()
  const chosen = { timeZone: 'Asia/Kolkata', actOnRegion: 'eu' }
  const answer = await api.register({ ...registrationOf(account), ...chosen })
  expect(answer.body).toMatchObject({ region: 'na', ...chosen })
  const stored = await getAccount(api.store, account.on24ClientId)
  expect(stored.timeZoneChosen).toBe(true)
})

test('registering again is refused, changes nothing and asks ON24 nothing', async () => {
  const account = api.nextAccount()
  const { on24ClientId } = account
  await api.register(registrationOf(account))
  const before = await getAccount(api.store, on24ClientId)
  const calls = callsTo(api.sandbox, on24ClientId)
  const again = await api.register({
    ...registrationOf(account),
    name: 'Another',
    accessTokenKey: 'OTHER',
    timeZone: 'UTC',
  })
  expectProblem(again, 409, 'alreadyRegistered')
  expect(await getAccount(api.store, on24ClientId)).toEqual(before)
  expect(await readOn24Credential(api.store, api.ciphers, on24ClientId)).toMatchObject({
    accessTokenKey: account.accessTokenKey,
  })
  expect(callsTo(api.sandbox, on24ClientId)).toBe(calls)
  expect(await api.audit(on24ClientId)).toEqual(['registered ok', 'registered alreadyRegistered'])
})

test('of two simultaneous registrations one succeeds', async () => {
  const account = api.nextAccount()
  const answers = await Promise.all([
    api.register(registrationOf(account)),
    api.register(registrationOf(account)),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
})

test('an interrupted registration is completed by the next one, with the new values', async () => {
  const account = api.nextAccount()
  const { on24ClientId } = account
  await insertAccount(api.store, {
    ...account,
    name: 'Cut short',
    region: 'eu',
    actOnRegion: 'eu',
    timeZone: 'UTC',
    timeZoneChosen: true,
    wrappedDataKey: api.ciphers.newWrappedDataKey(on24ClientId),
    createdAt: api.now(),
  })
  const answer = await api.register(registrationOf(account))
  expect(answer.status).toBe(201)
  expect(answer.body).toMatchObject({
    name: account.name,
    region: 'na',
    actOnRegion: 'na',
    timeZone: 'America/Los_Angeles',
  })
})

test('a wrong pair is refused after one call to each region', async () => {
  const account = api.nextAccount()
  const before = callsTo(api.europe, account.on24ClientId)
  const answer = await api.register({ ...registrationOf(account), accessTokenSecret: 'wrong' })
  const text = await api.expectRefused(answer, account, 422, 'tokenPairRefused', PAIR)
  expect(text).toContain('does not accept this token pair')
  expect(callsTo(api.sandbox, account.on24ClientId)).toBe(1)
  expect(callsTo(api.europe, account.on24ClientId)).toBe(before + 1)
})

test('a pair of the other region is refused, and the region that it works in is named', async () => {
  const account = api.accountOf(1)
  const wrong = await api.register({ ...registrationOf(account), region: 'na' })
  const text = await api.expectRefused(wrong, account, 422, 'otherRegion', ['region'])
  expect(text).toContain('belongs to region eu: set region to \\"eu\\"')
  const right = await api.register(registrationOf(account))
  expect(right.status).toBe(201)
  expect(right.body).toMatchObject({ region: 'eu', actOnRegion: 'eu' })
})

test('a deactivated pair is named as such where ON24 says so, without asking the other region', async () => {
  const account = api.nextAccount()
  const { on24ClientId } = account
  api.sandbox.on24.knobs.idleTokenText = 'deactivated'
  api.sandbox.on24.access.disableToken(on24ClientId)
  const answer = await api.register(registrationOf(account))
  const text = await api.expectRefused(answer, account, 422, 'tokenPairDeactivated', PAIR)
  expect(text).toContain("enable it again in ON24's platform")
  expect(callsTo(api.europe, on24ClientId)).toBe(0)
  api.sandbox.on24.access.enableToken(on24ClientId)
  expect((await api.register(registrationOf(account))).status).toBe(201)
})

test.each([
  ['inactive', 'clientInactive', ['on24ClientId'], 'inactive'],
  ['notElite', 'clientNotElite', ['on24ClientId'], 'Connect'],
  ['noPermission', 'noPermission', PAIR, 'all endpoints'],
] as const)(
  'a client whose access is "%s" is refused as %s',
  async (access, word, fields, words) => {
    const account = api.nextAccount()
    api.sandbox.on24.access.setAccess(account.on24ClientId, access)
    const text = await api.expectRefused(
      await api.register(registrationOf(account)),
      account,
      422,
      word,
      fields,
    )
    expect(text).toContain(words)
  },
)

test('a pair of another client and a missing client get different refusals', async () => {
  const [account, other] = [api.nextAccount(), api.nextAccount()]
  const pairOfOther = { ...registrationOf(other), on24ClientId: account.on24ClientId }
  const answer = await api.register(pairOfOther)
  await api.expectRefused(answer, account, 422, 'otherClient', ['on24ClientId'])
  const nobody = { ...account, on24ClientId: '999999' }
  await api.expectRefused(
    await api.register(registrationOf(nobody)),
    nobody,
    422,
    'clientUnknown',
    ['on24ClientId'],
  )
})

test('while ON24’s quota is used up nothing is stored, and the answer says when to try again', async () => {
  const account = api.nextAccount()
  api.sandbox.on24.knobs.callsPerMinute.client = 0
  const answer = await api.register(registrationOf(account))
  await api.expectRefused(answer, account, 503, 'on24QuotaReached')
  expect(answer.headers.get('retry-after')).toBe('60')
  api.sandbox.on24.knobs.callsPerMinute.client = Infinity
  // A retry that is too early is refused at once, without a call to ON24.
  await api.expectRefused(
    await api.register(registrationOf(account)),
    account,
    503,
    'on24QuotaReached',
  )
  await api.store
    .updateTable('pace')
    .set({ slowedAt: null, nextAt: new Date(0) })
    .execute()
  expect((await api.register(registrationOf(account))).status).toBe(201)
})

test.each([
  ['an error of ON24', { answer: { status: 502, body: '<html>' } }, 503, 'on24Unavailable'],
  ['a broken connection', { cut: 'before' as const }, 503, 'on24Unavailable'],
  ['an answer nobody documents', { answer: { status: 418 } }, 502, 'on24Unexpected'],
])('after %s nothing is stored', async (_name, effect, status, word) => {
  const account = api.unusedAccount()
  api.sandbox.faults.add({ vendor: 'on24', endpoint: 'client', effect })
  await api.expectRefused(await api.register(registrationOf(account)), account, status, word)
})
