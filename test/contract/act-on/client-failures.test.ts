import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createActOnClient } from '../../../src/act-on/client.ts'
import { ActOnUnavailable, ActOnUnexpectedResponse } from '../../../src/act-on/errors.ts'
import { createTokenGrants } from '../../../src/act-on/tokens/token-grants.ts'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import { startActOnClientFixture } from '../../support/fixtures/act-on-client-fixture.ts'
import { PASSWORD, USER } from '../../support/fixtures/act-on-fixture.ts'

const call = { signal: new AbortController().signal }
const CANARY = 'zq7canary'
const TOKEN = `${CANARY}-token`
const pace = { take: () => Promise.resolve() }

async function startWithFault(effect: FaultEffect) {
  const actOn = await startActOnClientFixture()
  actOn.faults.add({ vendor: 'actOn', times: Infinity, effect })
  const client = createActOnClient({
    baseUrl: actOn.server.url,
    token: () => Promise.resolve(TOKEN),
    pace,
    onCall: (made) => actOn.calls.push(made),
    timeouts: { responseMs: 300 },
  })
  const contact = {
    listId: 'l-0001',
    email: `${CANARY}@example.com`,
    cells: { FirstName: CANARY },
  }
  const upsert = (signal = call.signal) =>
    client.upsertContact(contact, { signal }).catch((error: unknown) => error)
  return { ...actOn, upsert }
}

const answer = (status: number, body: string) => ({ answer: { status, body } })

const DOWN: [string, FaultEffect][] = [
  ['the connection is cut', { cut: 'before' }],
  ['the answer is cut in the middle', { ...answer(200, '{"status":"success"}'), cut: 'midBody' }],
  ['no answer comes', { delayMs: 60_000 }],
  ['a proxy answers', answer(502, `<html>${CANARY}</html>`)],
  ['a success is no JSON', answer(200, `<html>${CANARY}</html>`)],
  ['a success is empty', answer(200, '')],
]

describe('Act-On counts as unavailable', () => {
  test.each(DOWN)('when %s, and the write may have taken effect', async (_, effect) => {
    const { upsert } = await startWithFault(effect)
    const failure = await upsert()
    expect(failure).toBeInstanceOf(ActOnUnavailable)
    expect(failure).toMatchObject({ mayHaveTakenEffect: true })
  })

  test('when no server listens, and the write has had no effect', async () => {
    const client = createActOnClient({
      baseUrl: 'http://127.0.0.1:1',
      token: () => Promise.resolve(TOKEN),
      pace,
    })
    const failure = await client.readAccount(call).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'ActOnUnavailable', mayHaveTakenEffect: false })
  })
})

test.each([
  ['a list where an object belongs', '[]'],
  ['a number where text belongs', `{"status":{"${CANARY}":1}}`],
])('%s is reported as an unexpected answer, without its content', async (_, body) => {
  const { upsert } = await startWithFault(answer(200, body))
  expect(await upsert()).toBeInstanceOf(ActOnUnexpectedResponse)
})

test('a caller who cancels gets the reason of its own signal', async () => {
  const { upsert } = await startWithFault({ delayMs: 60_000 })
  const reason = new Error('paused')
  const leaving = new AbortController()
  const failure = upsert(leaving.signal)
  setImmediate(() => {
    leaving.abort(reason)
  })
  expect(await failure).toBe(reason)
})

describe('nothing of a person or a credential is seen', () => {
  const refusals: [string, FaultEffect][] = [
    ...DOWN,
    ['it refuses the row', answer(400, `{"errorCode":10099,"message":"${CANARY}"}`)],
    ['it refuses the column', answer(400, `{"errorCode":"10010","message":"${CANARY}",}`)],
    ['it refuses the token', answer(401, `{"httpCode":"401","httpMessage":"${CANARY}"}`)],
    ['it answers in another shape', answer(200, `{"status":{"${CANARY}":1}}`)],
  ]

  test.each(refusals)('in the error or the report of the call when %s', async (_, effect) => {
    const { upsert, calls } = await startWithFault(effect)
    const failure = await upsert()
    expect(failure).toBeInstanceOf(Error)
    const shown = inspect(failure, { depth: 9, showHidden: false }) + JSON.stringify(failure)
    expect(shown + JSON.stringify(calls)).not.toContain(CANARY)
    expect(calls.map(({ vendor, endpoint }) => `${vendor} ${endpoint}`)).toContain('actOn upsert')
  })

  test.each(refusals)('in the error of a sign-in when %s', async (_, effect) => {
    const { server } = await startWithFault(effect)
    const grants = createTokenGrants({
      baseUrl: server.url,
      clientId: 'sandbox-application',
      clientSecret: CANARY,
      pace,
      timeouts: { responseMs: 300 },
    })
    const credentials = { userName: USER, password: PASSWORD }
    const failure = await grants.grantByPassword(credentials, call).catch((error: unknown) => error)
    const shown = inspect(failure, { depth: 9 }) + JSON.stringify(failure)
    expect(failure).toBeInstanceOf(Error)
    for (const secret of [CANARY, USER, PASSWORD]) expect(shown).not.toContain(secret)
  })
})
