import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
  startOperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { registrationOf } from '../../support/fixtures/two-regions-fixture.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'
import { OPERATOR_TOKEN } from '../../support/fixtures/service-fixture.ts'

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { accounts: [{}] } })
})
afterAll(() => api.close())

const MINUTE_MS = 60_000

test('every route needs an operator’s token, also an unknown route', async () => {
  const from = '198.51.100.1'
  for (const token of [null, '', 'x', `${OPERATOR_TOKEN}x`]) {
    for (const path of ['/accounts/22950', '/nothing']) {
      const answer = await api.call(path, { token, from })
      expectProblem(answer, 401, 'operatorTokenNeeded')
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  }
  const basic = await api.call('/accounts/22950', {
    token: null,
    from,
    headers: { authorization: `Basic ${OPERATOR_TOKEN}` },
  })
  expect(basic.status).toBe(401)
})

test('the body is read only after the token was accepted', async () => {
  const body = `{"${'x'.repeat(40_000)}`
  const answer = await api.call('/accounts', {
    method: 'POST',
    token: 'wrong',
    body,
    from: '198.51.100.2',
  })
  expectProblem(answer, 401, 'operatorTokenNeeded')
})

test('after 20 wrong tokens an address gets 429 for wrong tokens until 15 minutes are over', async () => {
  const from = '198.51.100.3'
  const guess = (address = from) => api.call('/nothing', { token: 'wrong', from: address })
  const first = await Promise.all(Array.from({ length: 20 }, () => guess()))
  expect(new Set(first.map(({ status }) => status))).toEqual(new Set([401]))
  const refused = await guess()
  expectProblem(refused, 429, 'tooManyFailures')
  const seconds = Number(refused.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(15 * 60)
  // The port differs for each connection, so it does not identify the client.
  expect((await guess(`${from}:51234`)).status).toBe(429)
  expect((await guess('198.51.100.4')).status).toBe(401)
  api.sandbox.clock.advance(15 * MINUTE_MS)
  expect((await guess()).status).toBe(401)
})

test('a right token is accepted in spite of wrong ones from the same address; a missing token does not count as wrong', async () => {
  const from = '198.51.100.5'
  const ask = (token: string | null) => api.call('/nothing', { token, from })
  for (let asked = 0; asked < 30; asked += 1) expect((await ask(null)).status).toBe(401)
  for (let guess = 0; guess < 20; guess += 1) expect((await ask('wrong')).status).toBe(401)
  expect((await ask('wrong')).status).toBe(429)
  expect((await ask(null)).status).toBe(401)
  expect((await api.call('/nothing', { from })).status).toBe(404)
})

test('an unknown route is 404, a method that a route does not take 405 and named', async () => {
  expectProblem(await api.call('/nothing'), 404, 'noSuchRoute')
  expectProblem(await api.call('/accounts/22950/nothing'), 404, 'noSuchRoute')
  const wrong = await api.call('/accounts/22950', { method: 'PUT', body: {} })
  expectProblem(wrong, 405, 'wrongMethod')
  expect(wrong.headers.get('allow')).toBe('GET, PATCH, DELETE')
  expectProblem(await api.call('/accounts/%ff'), 400, 'unreadable')
})

test('a body that is too large, not JSON or broken is refused before it is parsed further', async () => {
  const post = (body: string, headers = {}) =>
    api.call('/accounts', { method: 'POST', body, headers })
  expectProblem(await post(JSON.stringify({ name: 'x'.repeat(17_000) })), 413, 'tooLarge')
  const broken = await post('{"accessTokenSecret": "Zq7canary-in-broken-json')
  expectProblem(broken, 400, 'unreadable')
  expect(broken.text).not.toContain('Zq7canary')
  for (const noObject of ['null', '"Zq7canary"', '7', '[]']) {
    const answer = await post(noObject)
    expectProblem(answer, 422, 'invalid')
    expect(answer.body).toMatchObject({ detail: 'The body must be a JSON object.' })
  }
  expectProblem(await post('name=x', { 'content-type': 'text/plain' }), 415, 'notJson')
  const latin1 = { 'content-type': 'application/json; charset=latin1' }
  expectProblem(await post('{}', latin1), 415, 'notJson')
})

test('mistakes in the body are named field by field, without their values', async () => {
  const account = api.sandbox.world.accounts[0] ?? expect.fail('no account')
  const register = (body: unknown) => api.call('/accounts', { method: 'POST', body })
  const refusedFields = async (change: object) => {
    const answer = await register({ ...registrationOf(account), ...change })
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

test('a wrong pair costs one call where one ON24 serves both regions', async () => {
  const body = {
    on24ClientId: '9400',
    name: 'x',
    region: 'na',
    accessTokenKey: 'wrong',
    accessTokenSecret: 'wrong',
  }
  const answer = await api.call('/accounts', { method: 'POST', body })
  expectProblem(answer, 422, 'tokenPairRefused')
  expect(api.sandbox.ledger.count({ vendor: 'on24', account: '9400' })).toBe(1)
})

test('an unexpected error is answered with an error id and no detail', async () => {
  const broken = await startOperatorApiFixture({ world: { preset: 'empty' } })
  await broken.store.schema.dropTable('operation').execute()
  await broken.store.schema.dropTable('auditEntry').execute()
  const answer = await broken.call('/accounts/22950/audit')
  expectProblem(answer, 500, 'unexpected')
  expect(answer.text).toMatch(/error id [0-9a-f-]{36}\."}$/)
  expect(answer.text).not.toContain('audit_entry')
})

test('answers are not cached', async () => {
  expect((await api.call('/nothing')).headers.get('cache-control')).toBe('no-store')
})
