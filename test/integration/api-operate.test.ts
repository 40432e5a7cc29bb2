import { afterAll, beforeAll, expect, test } from 'vitest'
import { controllerId } from '../../src/contracts/temporal-names.ts'
import { openOperatorApi, type OperatorApi } from '../support/operator-api.ts'
import { expectProblem, fieldsOf } from '../support/problem.ts'
import { storeAccount } from '../support/stored-account.ts'

const SOON = { timeout: 30_000, interval: 100 }
const ACTIONS = ['pause', 'resume', 'sync', 'backfill'] as const
const RANGE = { from: '2026-01-01', to: '2026-01-02' }

let api: OperatorApi
let linked: string
beforeAll(async () => {
  // A removal that is only marked is not finished meanwhile.
  api = await openOperatorApi({ world: { preset: 'empty' }, reconcileMs: 600_000 })
  linked = api.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  await api.link(linked)
})
afterAll(() => api.close())

const ask = (id: string, action: (typeof ACTIONS)[number], body?: unknown) =>
  api.call(`/accounts/${id}/${action}`, { method: 'POST', ...(body !== undefined && { body }) })
const shown = async () => (await api.call(`/accounts/${linked}`)).body

test('an account is paused with a reason, shown as such, and resumed', async () => {
  const paused = await ask(linked, 'pause', { reason: '  Asked for by the customer ' })
  expect(paused.status).toBe(202)
  expect(paused.body).toEqual({ workflowId: controllerId(linked) })
  await expect
    .poll(shown, SOON)
    .toMatchObject({ state: 'paused', reason: 'Asked for by the customer', nextRunAt: null })
  // A body is not needed; an empty one is as good.
  expect((await ask(linked, 'pause')).status).toBe(202)
  expect((await ask(linked, 'resume', {})).status).toBe(202)
  await expect.poll(shown, SOON).toMatchObject({ state: 'active', reason: null })
  expect((await api.audit(linked)).map((entry) => entry.split(' ')[0])).toEqual(
    expect.arrayContaining(['paused', 'resumed']),
  )
})

test('a run is asked for, and a backfill, each answered with the workflow that tells of it', async () => {
  const { status, body } = await ask(linked, 'sync')
  expect({ status, body }).toEqual({ status: 202, body: { workflowId: controllerId(linked) } })
  const backfill = await ask(linked, 'backfill', { ...RANGE, dryRun: true })
  expect(backfill.status).toBe(202)
  expect(backfill.text).toContain(`account-backfill/${linked}/`)
})

test('what is asked for wrongly is refused, field by field, before anybody is asked', async () => {
  const before = (await api.audit(linked)).length
  for (const [action, body, fields] of [
    ['pause', { reason: '' }, ['reason']],
    ['pause', { reason: 7 }, ['reason']],
    ['pause', { why: 'x' }, ['why']],
    ['resume', { reason: 'x' }, ['reason']],
    ['sync', [], ['']],
    ['backfill', {}, ['from', 'to']],
    ['backfill', { ...RANGE, to: '2026-02-30' }, ['to']],
    ['backfill', { from: '2026-01-03', to: '2026-01-02' }, ['from']],
    ['backfill', { from: '1990-01-01', to: '2026-01-02' }, ['from']],
    ['backfill', { ...RANGE, dryRun: 'yes' }, ['dryRun']],
    ['backfill', { ...RANGE, until: 'x' }, ['until']],
  ] as const) {
    const answer = await ask(linked, action, body)
    expectProblem(answer, 422, 'invalid')
    expect(fieldsOf(answer)).toEqual(fields)
  }
  expect(await api.audit(linked)).toHaveLength(before)
})

test('a body in another form than JSON is refused, also where none is needed', async () => {
  for (const action of ACTIONS) {
    const headers = { 'content-type': 'text/plain' }
    const path = `/accounts/${linked}/${action}`
    const answer = await api.call(path, { method: 'POST', body: 'reason=x', headers })
    expectProblem(answer, 415, 'notJson')
  }
  expectProblem(await ask(linked, 'backfill'), 415, 'notJson')
})

test('an account that is not linked or is being removed is 409, one that is not registered 404', async () => {
  await storeAccount(api.store, '9100')
  await storeAccount(api.store, '9101')
  const closing = api.store.updateTable('account').set({ closing_since: api.now() })
  await closing.where('on24_client_id', '=', '9101').execute()
  for (const action of ACTIONS) {
    const body = action === 'backfill' ? RANGE : undefined
    expectProblem(await ask('9100', action, body), 409, 'notLinked')
    expectProblem(await ask('9101', action, body), 409, 'beingRemoved')
    expectProblem(await ask('9199', action, body), 404, 'notRegistered')
  }
  expect(await api.audit('9100')).toEqual([])
})
