import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { readOn24Credential } from '../../../src/store/credentials/credentials.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'

/** An id that no other test has: a late call of another test's service may come to a port that is used again. */
const OWN = { name: 'Brightwater', on24ClientId: '61150' }
const WORLD = { accounts: [OWN, { name: 'Nordlicht', region: 'eu' as const }] }

/** ON24's other deployment: the same accounts, with other token pairs. */
let europe: Sandbox
let api: OperatorApiFixture
let account: WorldAccount
/** The stored ON24 token pair. */
let pair: { readonly accessTokenKey: string; readonly accessTokenSecret: string }

beforeAll(async () => {
  europe = await startSandbox({ world: WORLD })
  europe.on24.knobs.region = 'eu'
  api = await openOperatorApiFixture({
    world: WORLD,
    on24Origins: (own) => ({ na: own, eu: europe.on24.url }),
    // A test only marks the account as being removed: the service must not finish the removal meanwhile.
    rhythm: { reconcileDue: 600_000 },
  })
  api.sandbox.on24.knobs.region = 'na'
  account = api.sandbox.world.accounts[0] ?? expect.fail('no account')
  const { on24ClientId, name, region, accessTokenKey, accessTokenSecret } = account
  pair = { accessTokenKey, accessTokenSecret }
  const body = { on24ClientId, name, region, ...pair }
  expect((await api.call('/accounts', { method: 'POST', body })).status).toBe(201)
})
afterAll(async () => {
  await api.close()
  await europe.close()
})

const change = (body: unknown, id = account.on24ClientId) =>
  api.call(`/accounts/${id}`, { method: 'PATCH', body })
const row = () => getAccount(api.store, account.on24ClientId)
const storedPair = () => readOn24Credential(api.store, api.ciphers, account.on24ClientId)
/** `status path` of each call of the account, so that a failure shows which call came on top. */
const on24Calls = () =>
  api.sandbox.ledger
    .calls({ vendor: 'on24', account: account.on24ClientId })
    .map(({ status, path }) => `${String(status)} ${path}`)

test('settings that do not concern ON24 are changed without a call to ON24 and recorded in the audit trail', async () => {
  const calls = on24Calls()
  const answer = await change({
    name: ' Brightwater Analytics ',
    timeZone: 'Asia/Kolkata',
    actOnRegion: 'eu',
    actOnCallsPerDay: 5000,
  })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    name: 'Brightwater Analytics',
    region: 'na',
    actOnRegion: 'eu',
    timeZone: 'Asia/Kolkata',
    actOnCallsPerDay: 5000,
  })
  expect(await row()).toMatchObject({ timeZoneChosen: true, actOnCallsPerDay: 5000 })
  expect(on24Calls()).toEqual(calls)
  expect((await change({ actOnCallsPerDay: null })).body).toMatchObject({ actOnCallsPerDay: null })
  expect((await row()).actOnCallsPerDay).toBeNull()
  const { body } = await api.call(`/accounts/${account.on24ClientId}/audit?limit=2`)
  const entry = { actor: 'operator:test', action: 'changed', result: 'ok' }
  expect(body).toMatchObject({
    items: [
      { ...entry, about: 'actOnCallsPerDay' },
      { ...entry, about: 'name, actOnRegion, timeZone, actOnCallsPerDay' },
    ],
  })
})

test('another region is taken once the stored pair works there', async () => {
  const wrong = await change({ region: 'eu', name: 'Lost' })
  expectProblem(wrong, 422, 'otherRegion')
  expect(fieldsOf(wrong)).toEqual(['region'])
  expect(await row()).toMatchObject({ region: 'na', name: 'Brightwater Analytics' })
  expect((await api.audit(account.on24ClientId)).at(-1)).toBe('changed otherRegion')

  europe.on24.knobs.region = 'any'
  expect((await change({ region: 'eu' })).body).toMatchObject({ region: 'eu' })
  expect((await change({ region: 'na' })).body).toMatchObject({ region: 'na' })
})

test('a replaced pair is stored once ON24 has accepted it, and used from then on', async () => {
  const replaced = api.sandbox.on24.access.rotateToken(account.on24ClientId)
  const refused = await change({ ...replaced, accessTokenSecret: 'wrong', name: 'Lost' })
  expectProblem(refused, 422, 'tokenPairRefused')
  expect(refused.text).not.toContain(replaced.accessTokenKey)
  expect(await storedPair()).toEqual(pair)
  expect((await row()).name).toBe('Brightwater Analytics')

  const calls = on24Calls()
  expect((await change(replaced)).status).toBe(200)
  expect(on24Calls()).toEqual([...calls, `200 /v2/client/${account.on24ClientId}`])
  expect(await storedPair()).toEqual(replaced)
  const on24 = await api.vendors.on24(await row())
  await expect(on24.checkToken({ signal: AbortSignal.timeout(5000) })).resolves.toBeUndefined()
  expect((await api.audit(account.on24ClientId)).slice(-2)).toEqual([
    'changed tokenPairRefused',
    'changed ok',
  ])
})

test('mistakes are named by their fields, and nothing is changed', async () => {
  const before = await row()
  for (const [body, fields] of [
    [{}, ['']],
    [[], ['']],
    [{ accessTokenKey: 'x' }, ['accessTokenSecret']],
    [{ accessTokenSecret: 'x' }, ['accessTokenKey']],
    [{ name: '', timeZone: 'Mars/Base' }, ['name', 'timeZone']],
    [{ actOnCallsPerDay: 0 }, ['actOnCallsPerDay']],
    [{ actOnCallsPerDay: 1.5 }, ['actOnCallsPerDay']],
    [{ on24ClientId: '1' }, ['on24ClientId']],
    [{ state: 'active' }, ['state']],
  ] as const) {
    const answer = await change(body)
    expectProblem(answer, 422, 'invalid')
    expect(fieldsOf(answer)).toEqual(fields)
  }
  expectProblem(await change(undefined), 415, 'notJson')
  expectProblem(await change({ name: 'x' }, '424242'), 404, 'notRegistered')
  expect(await row()).toEqual(before)
})

test('an account that is being removed is not changed any more', async () => {
  const { on24ClientId } = account
  const closing = api.store.updateTable('account').set({ removalSince: api.now() })
  await closing.where('on24ClientId', '=', on24ClientId).execute()
  expectProblem(await change({ name: 'x' }), 409, 'beingRemoved')
})
