import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { findAccount, getAccount, insertAccount } from '../../../src/store/accounts/accounts.ts'
import {
  hasOn24Credential,
  readOn24Credential,
} from '../../../src/store/credentials/credentials.ts'
import { newAccountDocument } from '../../support/rows/new-account-document.ts'
import {
  type ApiAnswer,
  openOperatorApi,
  type OperatorApi,
} from '../../support/fixtures/operator-api.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'

const WORLD = {
  accounts: [
    { name: 'Brightwater' },
    { name: 'Nordlicht', region: 'eu' as const },
    ...Array.from({ length: 14 }, (_, index) => ({ name: `Client ${String(index)}` })),
  ],
}

const PAIR = ['accessTokenKey', 'accessTokenSecret']

/** ON24's two deployments: the same accounts, each with tokens that work on one of them. */
let europe: Sandbox
let api: OperatorApi
let given = 2

beforeAll(async () => {
  europe = await startSandbox({ world: WORLD })
  europe.on24.knobs.region = 'eu'
  api = await openOperatorApi({
    world: WORLD,
    on24Origins: (own) => ({ na: own, eu: europe.on24.url }),
  })
  api.sandbox.on24.knobs.region = 'na'
})
afterAll(async () => {
  await api.close()
  await europe.close()
})
beforeEach(() => {
  api.sandbox.faults.clear()
  api.sandbox.on24.knobs.callsPerMinute.client = Infinity
})

function accountOf(index: number): WorldAccount {
  return api.sandbox.world.accounts[index] ?? expect.fail('no account left')
}

/** One that no other test uses. */
function nextAccount(): WorldAccount {
  given += 1
  return accountOf(given - 1)
}

function bodyOf({ on24ClientId, name, region, ...pair }: WorldAccount) {
  const { accessTokenKey, accessTokenSecret } = pair
  return { on24ClientId, name, region, accessTokenKey, accessTokenSecret }
}

const register = (body: unknown) => api.call('/accounts', { method: 'POST', body })

const callsTo = (sandbox: Sandbox, on24ClientId: string) =>
  sandbox.ledger.calls().filter(({ account }) => account === on24ClientId).length

/** Refused with this word, which the audit trail has too, and nothing is stored. */
async function expectRefused(
  answer: ApiAnswer,
  { on24ClientId, accessTokenKey, accessTokenSecret }: WorldAccount,
  status: number,
  word: string,
  fields: readonly string[] = [],
): Promise<string> {
  expectProblem(answer, status, word)
  expect(answer.text).not.toContain(accessTokenKey)
  expect(answer.text).not.toContain(accessTokenSecret)
  if (fields.length > 0) expect(fieldsOf(answer)).toEqual(fields)
  expect(await findAccount(api.store, on24ClientId)).toBeUndefined()
  expect((await api.audit(on24ClientId)).at(-1)).toBe(`registered ${word}`)
  return answer.text
}

test('a registered account is answered whole, at its place, after one call to ON24', async () => {
  const account = accountOf(0)
  const { on24ClientId } = account
  const answer = await register(bodyOf(account))
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

test('an account is registered, and invited, together with its trace in the audit trail, or not at all', async () => {
  const account = nextAccount()
  const { on24ClientId } = account
  const invite = () => api.call(`/accounts/${on24ClientId}/link-invitations`, { method: 'POST' })
  const withoutTrail = async (call: () => Promise<ApiAnswer>) => {
    await sql`alter table audit_entry rename to gone`.execute(api.store)
    const { status } = await call()
    await sql`alter table gone rename to audit_entry`.execute(api.store)
    return status
  }
  expect(await withoutTrail(() => register(bodyOf(account)))).toBe(500)
  expect(await hasOn24Credential(api.store, on24ClientId)).toBe(false)
  expect((await register(bodyOf(account))).status).toBe(201)

  expect(await withoutTrail(invite)).toBe(500)
  expect(await api.store.selectFrom('invitation').selectAll().execute()).toEqual([])
  expect((await invite()).status).toBe(201)
  expect(await api.audit(on24ClientId)).toEqual(['registered ok', 'invited ok'])
})

test('zone and Act-On’s region may be chosen', async () => {
  const account = nextAccount()
  const chosen = { timeZone: 'Asia/Kolkata', actOnRegion: 'eu' }
  const answer = await register({ ...bodyOf(account), ...chosen })
  expect(answer.body).toMatchObject({ region: 'na', ...chosen })
  const stored = await getAccount(api.store, account.on24ClientId)
  expect(stored.timeZoneChosen).toBe(true)
})

test('registering again is refused, changes nothing and asks ON24 nothing', async () => {
  const account = nextAccount()
  const { on24ClientId } = account
  await register(bodyOf(account))
  const before = await getAccount(api.store, on24ClientId)
  const calls = callsTo(api.sandbox, on24ClientId)
  const again = await register({
    ...bodyOf(account),
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

test('of two registrations at once one is made', async () => {
  const account = nextAccount()
  const answers = await Promise.all([register(bodyOf(account)), register(bodyOf(account))])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
})

test('a registration that was cut short is completed, with what is said now', async () => {
  const account = nextAccount()
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
  const answer = await register(bodyOf(account))
  expect(answer.status).toBe(201)
  expect(answer.body).toMatchObject({
    name: account.name,
    region: 'na',
    actOnRegion: 'na',
    timeZone: 'America/Los_Angeles',
  })
})

test('a wrong pair is refused after one call to each region', async () => {
  const account = nextAccount()
  const before = callsTo(europe, account.on24ClientId)
  const answer = await register({ ...bodyOf(account), accessTokenSecret: 'wrong' })
  const text = await expectRefused(answer, account, 422, 'tokenPairRefused', PAIR)
  expect(text).toContain('does not accept this token pair')
  expect(callsTo(api.sandbox, account.on24ClientId)).toBe(1)
  expect(callsTo(europe, account.on24ClientId)).toBe(before + 1)
})

test('a pair of the other region is refused, and the region that it works in is named', async () => {
  const account = accountOf(1)
  const wrong = await register({ ...bodyOf(account), region: 'na' })
  const text = await expectRefused(wrong, account, 422, 'otherRegion', ['region'])
  expect(text).toContain('belongs to region eu: set region to \\"eu\\"')
  const right = await register(bodyOf(account))
  expect(right.status).toBe(201)
  expect(right.body).toMatchObject({ region: 'eu', actOnRegion: 'eu' })
})

test('a deactivated pair is named as such where ON24 says so, without asking the other region', async () => {
  const account = nextAccount()
  const { on24ClientId } = account
  api.sandbox.on24.knobs.idleTokenText = 'deactivated'
  api.sandbox.on24.access.disableToken(on24ClientId)
  const answer = await register(bodyOf(account))
  const text = await expectRefused(answer, account, 422, 'tokenPairDeactivated', PAIR)
  expect(text).toContain("enable it again in ON24's platform")
  expect(callsTo(europe, on24ClientId)).toBe(0)
  api.sandbox.on24.access.enableToken(on24ClientId)
  expect((await register(bodyOf(account))).status).toBe(201)
})

test.each([
  ['inactive', 'clientInactive', ['on24ClientId'], 'inactive'],
  ['notElite', 'clientNotElite', ['on24ClientId'], 'Connect'],
  ['noPermission', 'noPermission', PAIR, 'all endpoints'],
] as const)(
  'a client whose access is "%s" is refused as %s',
  async (access, word, fields, words) => {
    const account = nextAccount()
    api.sandbox.on24.access.setAccess(account.on24ClientId, access)
    const text = await expectRefused(await register(bodyOf(account)), account, 422, word, fields)
    expect(text).toContain(words)
  },
)

test('a pair of another client and a client that does not exist are told apart', async () => {
  const [account, other] = [nextAccount(), nextAccount()]
  const pairOfOther = { ...bodyOf(other), on24ClientId: account.on24ClientId }
  const answer = await register(pairOfOther)
  await expectRefused(answer, account, 422, 'otherClient', ['on24ClientId'])
  const nobody = { ...account, on24ClientId: '999999' }
  await expectRefused(await register(bodyOf(nobody)), nobody, 422, 'clientUnknown', [
    'on24ClientId',
  ])
})

test('while ON24’s quota is used up nothing is stored, and when to try again is said', async () => {
  const account = nextAccount()
  api.sandbox.on24.knobs.callsPerMinute.client = 0
  const answer = await register(bodyOf(account))
  await expectRefused(answer, account, 503, 'on24QuotaReached')
  expect(answer.headers.get('retry-after')).toBe('60')
  api.sandbox.on24.knobs.callsPerMinute.client = Infinity
  // Whoever tries again too early is told at once, and ON24 is not asked.
  await expectRefused(await register(bodyOf(account)), account, 503, 'on24QuotaReached')
  await api.store
    .updateTable('pace')
    .set({ slowedAt: null, nextAt: new Date(0) })
    .execute()
  expect((await register(bodyOf(account))).status).toBe(201)
})

test.each([
  ['an error of ON24', { answer: { status: 502, body: '<html>' } }, 503, 'on24Unavailable'],
  ['a broken connection', { cut: 'before' as const }, 503, 'on24Unavailable'],
  ['an answer nobody documents', { answer: { status: 418 } }, 502, 'on24Unexpected'],
])('after %s nothing is stored', async (_name, effect, status, word) => {
  const account = accountOf(given)
  api.sandbox.faults.add({ vendor: 'on24', endpoint: 'client', effect })
  await expectRefused(await register(bodyOf(account)), account, status, word)
})

test('mistakes in the body are named field by field, without their values', async () => {
  const refusedFields = async (change: object) => {
    const answer = await register({ ...bodyOf(accountOf(given)), ...change })
    expectProblem(answer, 422, 'invalid')
    expect(answer.text).not.toContain('canary')
    return fieldsOf(answer)
  }
  expect(await refusedFields({ on24ClientId: 'canary' })).toEqual(['on24ClientId'])
  expect(await refusedFields({ on24ClientId: 22950 })).toEqual(['on24ClientId'])
  expect(await refusedFields({ on24ClientId: '022950' })).toEqual(['on24ClientId'])
  expect(await refusedFields({ name: '  ' })).toEqual(['name'])
  expect(await refusedFields({ name: 'x'.repeat(201) })).toEqual(['name'])
  expect(await refusedFields({ region: 'canary', actOnRegion: null })).toEqual([
    'region',
    'actOnRegion',
  ])
  expect(await refusedFields({ accessTokenKey: '' })).toEqual(['accessTokenKey'])
  expect(await refusedFields({ accessTokenSecret: 'canary\r\nX: y' })).toEqual([
    'accessTokenSecret',
  ])
  expect(await refusedFields({ timeZone: 'Canary/Land' })).toEqual(['timeZone'])
  expect(await refusedFields({ timeZone: '+02:00' })).toEqual(['timeZone'])
  expect(await refusedFields({ timezone: 'UTC', more: 'canary' })).toEqual(['timezone', 'more'])
  expect(fieldsOf(await register([]))).toEqual([''])
  expectProblem(await api.call('/accounts', { method: 'POST' }), 415, 'notJson')
})
