import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  blockForQuota,
  markFailing,
  markNeedsRelink,
} from '../../../src/store/accounts/account-state.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { recordAudit } from '../../../src/store/audit.ts'
import { notePause } from '../../../src/store/accounts/pauses.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
  startApiWithoutTemporal,
} from '../../support/fixtures/operator-api-fixture.ts'
import { storeRegistered } from '../../support/rows/stored-account.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'
import type { Pause } from '../../../src/store/accounts/account.ts'

const SOON = { timeout: 30_000, interval: 100 }

let api: OperatorApiFixture
let linked: string
beforeAll(async () => {
  // The clock starts far from a sync slot, so that none falls between an answer and the assertion about it.
  const clock = { startAt: new Date('2026-06-15T07:00:00Z') }
  api = await openOperatorApiFixture({ world: { preset: 'tiny' }, clock })
  linked = api.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  await api.link(linked)
})
afterAll(() => api.close())

const Invitation = z.strictObject({ url: z.string(), expiresAt: z.iso.datetime() })
const Page = z.object({ nextCursor: z.string() })

const registered = (on24ClientId: string) => storeRegistered(api, on24ClientId)

test('an active account is shown with its last run, whose ledger adds up', async () => {
  await expect
    .poll(() => listRuns(api.store, linked, 1), SOON)
    .toMatchObject([{ outcome: 'complete' }])
  const [run] = await listRuns(api.store, linked, 1)
  const account = await getAccount(api.store, linked)
  const { status, body } = await api.call(`/accounts/${linked}`)
  expect(status).toBe(200)
  expect(body).toEqual({
    on24ClientId: linked,
    name: account.name,
    region: 'na',
    actOnRegion: 'na',
    timeZone: account.timeZone,
    unknownTimeZone: null,
    state: 'active',
    reason: null,
    since: null,
    actOnAccount: { id: account.actOnAccountId, name: account.actOnAccountName },
    actOnCallsPerDay: null,
    ...{ notifyEmailTo: null, notifySlackSince: null },
    problems: [],
    nextProbeAt: null,
    lastSuccessAt: account.lastSuccessAt?.toISOString(),
    nextRunAt: (await api.schedules.nextRuns(linked))[0]?.toISOString(),
    lastRun: {
      workflowId: run?.workflowId,
      runId: run?.runId,
      trigger: 'link',
      windowFrom: null,
      windowTo: run?.windowTo.toISOString(),
      startedAt: run?.startedAt.toISOString(),
      finishedAt: run?.finishedAt?.toISOString(),
      ...{ outcome: 'complete', failure: null, dryRun: false },
      webinars: { read: 4, of: 4 },
      ledger: run?.ledger,
      calls: { on24: run?.callsOn24, actOn: run?.callsActOn },
      ...{ backfill: null, comparison: null, delivery: null },
    },
    createdAt: account.createdAt.toISOString(),
  })
  expect(run?.callsActOn).toBeGreaterThan(0)
  expect(run?.ledger).toMatchObject({ read: expect.any(Number) as unknown, pending: 0 })
})

test('a running run is shown with its counts so far', async () => {
  const id = await registered('9100')
  const at = api.now()
  const runKey = 'account-sync/9100-x/y'
  await api.store
    .insertInto('run')
    .values({
      runKey,
      on24ClientId: id,
      workflowId: 'account-sync/9100-x',
      runId: 'y',
      trigger: 'sync',
      windowTo: at,
      startedAt: at,
      webinarsOf: 2,
    })
    .execute()
  const webinar = { runKey, deliveryState: 'open', filtered: '{}' } as const
  await api.store
    .insertInto('runWebinar')
    .values([
      { ...webinar, eventId: '1', readState: 'read', read: 3, unchanged: 2, created: 1 },
      { ...webinar, eventId: '2', readState: 'toRead' },
    ])
    .execute()
  expect((await api.call(`/accounts/${id}`)).body).toMatchObject({
    lastRun: {
      trigger: 'sync',
      finishedAt: null,
      outcome: null,
      webinars: { read: 1, of: 2 },
      ledger: { read: 3, unchanged: 2, created: 1, pending: 0 },
    },
  })
})

test('the state of highest rank is shown, and the next one once it ends', async () => {
  const shown = async () => (await api.call(`/accounts/${linked}`)).body
  const at = new Date('2026-05-01T10:00:00Z')
  const since = at.toISOString()
  await markFailing(api.store, linked, 'ON24 refuses the access token pair.', at)
  expect(await shown()).toMatchObject({
    state: 'failing',
    reason: 'ON24 refuses the access token pair.',
    since,
  })
  await blockForQuota(api.store, linked, { reason: 'No calls.', at })
  expect(await shown()).toMatchObject({ state: 'waitingForQuota', reason: 'No calls.', since })
  await markNeedsRelink(api.store, linked, 'Act-On refused the password.', at)
  expect(await shown()).toMatchObject({
    state: 'needsRelink',
    reason: 'Act-On refused the password.',
    since,
  })
  const pause = async (to: Pause | null) =>
    notePause(api.store, await getAccount(api.store, linked), to, at)
  await pause({ reason: 'Asked for by the customer' })
  expect(await shown()).toMatchObject({
    state: 'paused',
    reason: 'Asked for by the customer',
    nextRunAt: null,
  })
  await pause(null)
  expect(await shown()).toMatchObject({ state: 'needsRelink' })
})

test('an account that is not registered is 404 everywhere', async () => {
  for (const id of ['424242', 'nobody', '22950x']) {
    expectProblem(await api.call(`/accounts/${id}`), 404, 'notRegistered')
    expectProblem(await api.call(`/accounts/${id}/audit`), 404, 'notRegistered')
    for (const [path, method] of [
      [`/accounts/${id}/link-invitations`, 'POST'],
      [`/accounts/${id}`, 'DELETE'],
    ] as const) {
      expectProblem(await api.call(path, { method }), 404, 'notRegistered')
    }
  }
})

test('an invitation is good for 7 days, voids the one before, and its token is in no table', async () => {
  const id = await registered('9200')
  const invite = () => api.call(`/accounts/${id}/link-invitations`, { method: 'POST' })
  const first = await invite()
  expect(first.status).toBe(201)
  expect(first.headers.get('cache-control')).toBe('no-store')
  const { url, expiresAt } = Invitation.parse(first.body)
  const token = /^http:\/\/127\.0\.0\.1:8080\/link\/([\w-]{43})$/.exec(url)?.[1]
  const goodForMs = Date.parse(expiresAt) - api.now().getTime()
  expect(Math.abs(goodForMs - 7 * 24 * 60 * 60 * 1000)).toBeLessThan(60_000)
  await invite()
  const rows = await api.store
    .selectFrom('invitation')
    .selectAll()
    .where('on24ClientId', '=', id)
    .execute()
  expect(rows).toMatchObject([{ madeBy: 'operator:test', usedAt: null }])
  expect(token).toBeDefined()
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(await api.audit(id)).toEqual(['invited ok', 'invited ok'])
})

test('the audit trail is read page by page, newest first', async () => {
  const id = await registered('9300')
  for (const result of ['one', 'two', 'three']) {
    await recordAudit(api.store, {
      on24ClientId: id,
      at: api.now(),
      actor: 'invitation',
      action: 'submitted',
      result,
      address: null,
    })
  }
  const page = async (query: string) => (await api.call(`/accounts/${id}/audit${query}`)).body
  const first = await page('?limit=2')
  expect(first).toMatchObject({ items: [{ result: 'three' }, { result: 'two' }] })
  const { nextCursor } = Page.parse(first)
  expect(await page(`?limit=2&cursor=${nextCursor}`)).toMatchObject({
    items: [{ result: 'one', address: null }],
    nextCursor: null,
  })
  expect(await page('?limit=3')).toMatchObject({ nextCursor: null })
  for (const [query, field] of [
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=x', 'limit'],
    ['cursor=x', 'cursor'],
    ['page=2', 'page'],
  ] as const) {
    const answer = await api.call(`/accounts/${id}/audit?${query}`)
    expectProblem(answer, 422, 'invalid')
    expect(fieldsOf(answer)).toEqual([field])
  }
})

test('accounts are shown and operations stored while Temporal does not answer', async () => {
  const call = await startApiWithoutTemporal(api)
  expect((await call(`/accounts/${linked}`)).status).toBe(200)
  expect((await call(`/accounts/${linked}/sync`, 'POST')).status).toBe(202)
  expect((await api.audit(linked)).at(-1)).toBe('syncNow asked')
})

test('a removal that cannot reach Temporal has begun: other operations on the account are refused', async () => {
  const id = await registered('9500')
  const call = await startApiWithoutTemporal(api)
  const answer = await call(`/accounts/${id}`, 'DELETE')
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ type: 'urn:on24-act-on:problem:removalUnderWay' })

  expect((await api.call(`/accounts/${id}`)).body).toMatchObject({
    state: 'unlinked',
    reason: 'The account is being removed.',
  })
  const invited = await api.call(`/accounts/${id}/link-invitations`, { method: 'POST' })
  expectProblem(invited, 409, 'beingRemoved')
  const body = {
    on24ClientId: id,
    name: 'x',
    region: 'na',
    accessTokenKey: 'x',
    accessTokenSecret: 'x',
  }
  expectProblem(await api.call('/accounts', { method: 'POST', body }), 409, 'beingRemoved')
  expect(await api.audit(id)).toEqual(['registered beingRemoved'])
  expect((await api.call(`/accounts/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await api.audit(id)).toEqual(['registered beingRemoved', 'unlinked ok'])
})
