import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { controllerId } from '../../../src/contracts/temporal-names.ts'
import { recordTrouble } from '../../../src/store/troubles/troubles.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeHeld, storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'
import { pauseByHand, unpauseByHand } from '../../support/temporal/pause-by-hand.ts'

const SOON = { timeout: 30_000, interval: 100 }
const ACTIONS = ['pause', 'resume', 'sync', 'backfill'] as const
const AT = new Date('2026-05-01T10:00:00Z')
const HOUR_MS = 60 * 60 * 1000
const RANGE = { from: '2026-01-01', to: '2026-01-02' }

const Page = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  nextCursor: z.string().nullable(),
})

let api: OperatorApiFixture
let linked: string
beforeAll(async () => {
  // A test only marks an account as being removed: the service must not finish the removal meanwhile.
  api = await openOperatorApiFixture({
    world: { preset: 'empty' },
    rhythm: { reconcileDue: 600_000 },
  })
  linked = api.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  await api.link(linked)
})
afterAll(() => api.close())

const ask = (id: string, action: (typeof ACTIONS)[number], body?: unknown) =>
  api.call(`/accounts/${id}/${action}`, { method: 'POST', ...(body !== undefined && { body }) })
const trail = () => api.audit(linked)
const shown = async () => (await api.call(`/accounts/${linked}`)).body

test('an account is paused with a reason, shown as such, and resumed', async () => {
  const paused = await ask(linked, 'pause', { reason: '  Asked for by the customer ' })
  expect(paused.status).toBe(202)
  expect(paused.body).toEqual({ workflowId: controllerId(linked) })
  await expect
    .poll(shown, SOON)
    .toMatchObject({ state: 'paused', reason: 'Asked for by the customer', nextRunAt: null })
  // Otherwise the resume may be applied first, and the pause would count as overtaken.
  await expect.poll(trail, SOON).toContain('paused ok')
  // The body is optional, and an empty one is accepted too.
  expect((await ask(linked, 'pause')).status).toBe(202)
  expect((await ask(linked, 'resume', {})).status).toBe(202)
  await expect.poll(shown, SOON).toMatchObject({ state: 'active', reason: null })
  await expect.poll(trail, SOON).toContain('resumed ok')
})

test('a sync and a backfill are answered with the id of the workflow that reports on them', async () => {
  const { status, body } = await ask(linked, 'sync')
  expect({ status, body }).toEqual({ status: 202, body: { workflowId: controllerId(linked) } })
  const backfill = await ask(linked, 'backfill', { ...RANGE, dryRun: true })
  expect(backfill.status).toBe(202)
  expect(backfill.text).toContain(`account-backfill/${linked}/`)
})

test('a sync of a paused account is refused at once, also when its Schedule was paused by hand', async () => {
  await pauseByHand(api, linked, 'By hand')
  expectProblem(await ask(linked, 'sync'), 409, 'paused')
  await unpauseByHand(api, linked)
  expect((await api.audit(linked)).at(-1)).toBe('syncNow paused')
  expect((await ask(linked, 'sync')).status).toBe(202)
  await expect.poll(shown, SOON).toMatchObject({ state: 'active' })
})

describe('decisions about rows', () => {
  const place = (eventId: string) => ({ on24ClientId: linked, eventId, at: api.now() })
  const decide = (eventId: string, body: unknown) =>
    api.call(`/accounts/${linked}/webinars/${eventId}/held`, { method: 'POST', body })
  const retry = (id = linked) => api.call(`/accounts/${id}/rejections/retry`, { method: 'POST' })
  const answer = (rows: number, syncAsked: boolean) => ({
    status: 202,
    body: { workflowId: controllerId(linked), rows, syncAsked },
  })
  const rowsOf = (eventId: string) =>
    api.store
      .selectFrom('waitingRow')
      .select(['registrantId', 'state', 'removalDecided'])
      .where('eventId', '=', eventId)
      .orderBy('registrantId')
      .execute()

  test('are carried out by a run that is asked for', async () => {
    await storeWebinar(api.store, place('501'))
    await storeHeld(api.store, place('501'), ['1', '2'])
    expect(await decide('501', { apply: true })).toMatchObject(answer(2, true))
    expect((await api.audit(linked)).slice(-2)).toEqual([
      'heldApplied ok',
      expect.stringMatching(/^syncNow (asked|ok|unchanged)$/) as unknown,
    ])
    expectProblem(await decide('501', { apply: true }), 409, 'nothingHeld')
  })

  test('are stored while the account is paused, and wait for its resume', async () => {
    await ask(linked, 'pause')
    await expect.poll(shown, SOON).toMatchObject({ state: 'paused' })
    for (const eventId of ['502', '503', '504']) await storeWebinar(api.store, place(eventId))
    await storeHeld(api.store, place('502'), ['1'])
    await storeHeld(api.store, place('503'), ['1'])
    const refused = { state: 'rejected', rejectedBy: 'actOn', rejectedReason: 'x' } as const
    await storeRows(api.store, place('504'), [{ registrantId: '1', ...refused }])

    expect(await decide('502', { apply: true })).toMatchObject(answer(1, false))
    expect(await decide('503', { apply: false })).toMatchObject(answer(1, false))
    expect(await retry()).toMatchObject(answer(1, false))
    expect(await rowsOf('502')).toMatchObject([{ state: 'pending', removalDecided: true }])
    expect(await rowsOf('503')).toEqual([])
    expect(await rowsOf('504')).toMatchObject([{ state: 'pending' }])
    expect((await api.audit(linked)).slice(-3)).toEqual([
      'heldApplied ok',
      'heldDropped ok',
      'retried ok',
    ])
    // These rows have no content, so the run that the resume starts could not deliver them.
    await api.store.deleteFrom('waitingRow').execute()
    expect(await retry()).toMatchObject(answer(0, false))
    await ask(linked, 'resume')
    await expect.poll(async () => (await trail()).at(-1), SOON).toBe('resumed ok')
  })

  test('that cannot be are refused', async () => {
    expectProblem(await decide('999', { apply: true }), 404, 'webinarUnknown')
    expectProblem(await decide('x', { apply: true }), 404, 'webinarUnknown')
    expectProblem(await decide('502', {}), 422, 'invalid')
    expectProblem(await decide('502', { apply: 'yes' }), 422, 'invalid')
    await storeAccount(api.store, '9102')
    expectProblem(await retry('9102'), 409, 'notLinked')
    expectProblem(await retry('9199'), 404, 'notRegistered')
  })
})

test('wrong input is refused, field by field, before Temporal is called', async () => {
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

test('a body that is not JSON is refused, also where no body is needed', async () => {
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
  const closing = api.store.updateTable('account').set({ removalSince: api.now() })
  await closing.where('on24ClientId', '=', '9101').execute()
  for (const action of ACTIONS) {
    const body = action === 'backfill' ? RANGE : undefined
    expectProblem(await ask('9100', action, body), 409, 'notLinked')
    expectProblem(await ask('9101', action, body), 409, 'beingRemoved')
    expectProblem(await ask('9199', action, body), 404, 'notRegistered')
  }
  expect(await api.audit('9100')).toEqual([])
})

test('the problems of an account are listed oldest first, and are part of its document and its webinars', async () => {
  const id = '9400'
  await storeAccount(api.store, id)
  const hour = (hours: number) => new Date(AT.getTime() + hours * HOUR_MS)
  const place = (eventId: string) => ({ on24ClientId: id, eventId, at: hour(3) })
  for (const eventId of ['1', '2']) await storeWebinar(api.store, place(eventId))
  await storeHeld(api.store, place('1'), ['1', '2'])
  await storeRows(api.store, place('2'), [{ registrantId: '1' }])
  await recordTrouble(api.store, place('2'), { kind: 'columnMissing', detail: 'City', at: hour(2) })
  await recordTrouble(api.store, place('2'), { kind: 'listRefused', detail: '403', at: hour(1) })
  const whole = { on24ClientId: id, eventId: null }
  await recordTrouble(api.store, whole, { kind: 'signInsUsedUp', detail: '', at: hour(1) })

  const { body } = await api.call(`/accounts/${id}`)
  const { items } = Page.parse((await api.call(`/accounts/${id}/problems`)).body)
  expect(items).toEqual(z.object({ problems: z.array(z.unknown()) }).parse(body).problems)
  expect(items.map(({ kind, eventId, rows }) => [kind, eventId, rows])).toEqual([
    ['signInsUsedUp', null, 1],
    ['listRefused', '2', 1],
    ['columnMissing', '2', 0],
    ['removalsHeld', '1', 2],
  ])
  for (const { message, nextStep } of items) {
    expect([message, nextStep]).toEqual([
      expect.stringMatching(/\.$/),
      expect.stringMatching(/\.$/),
    ])
  }
  const first = Page.parse((await api.call(`/accounts/${id}/problems?limit=3`)).body)
  expect(first.items).toEqual(items.slice(0, 3))
  const next = `/accounts/${id}/problems?cursor=${first.nextCursor ?? ''}`
  expect((await api.call(next)).body).toEqual({ items: items.slice(3), nextCursor: null })

  const webinars = Page.parse((await api.call(`/accounts/${id}/webinars`)).body).items
  expect(webinars).toMatchObject([
    { eventId: '2', pending: 1, held: 0, problem: { kind: 'listRefused', rows: 1 } },
    { eventId: '1', pending: 0, held: 2, problem: { kind: 'removalsHeld', rows: 2 } },
  ])
})
