/** Schedules changed or deleted by hand, and Schedules without an account. */
import { ScheduleOverlapPolicy } from '@temporalio/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { reconcileAccounts } from '../../../src/accounts/reconcile.ts'
import { syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'
import {
  type OperatorApiFixture,
  openOperatorApiFixture,
  startApiWithoutTemporal,
} from '../../support/fixtures/operator-api-fixture.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import { expectProblem } from '../../support/api/problem.ts'
import { endOfFirstRun } from '../../support/temporal/slot-runs.ts'

const SOON = { timeout: 30_000, interval: 100 }
const DAY_MS = 24 * 3_600_000

let api: OperatorApiFixture
let on24ClientId: string
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { accounts: [{}] }, rhythm: { watchSchedules: 200 } })
  on24ClientId = api.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  await api.link(on24ClientId)
  await endOfFirstRun(api, on24ClientId)
})
afterAll(() => api.close())

const schedule = () => api.client.schedule.getHandle(syncScheduleId(on24ClientId))
const shown = async () => {
  const { body } = await api.call(`/accounts/${on24ClientId}`)
  return z.looseObject({ nextRunAt: z.string().nullable(), state: z.string() }).parse(body)
}
const trail = async () => {
  const { body } = await api.call(`/accounts/${on24ClientId}/audit`)
  const entries = z.object({ items: z.array(z.looseObject({ action: z.string() })) }).parse(body)
  return entries.items.filter(({ action }) => action.startsWith('schedule'))
}

const orphans = async () => {
  const { body } = await api.call('/orphans')
  return z.object({ items: z.array(z.looseObject({})) }).parse(body).items
}

test('the next run shown to operators is Temporal’s, also after a change by hand', async () => {
  const [next] = await api.schedules.nextRuns(on24ClientId)
  expect(await shown()).toMatchObject({ nextRunAt: next?.toISOString() })
  await schedule().update(({ spec, ...description }) => ({
    ...description,
    spec: { ...spec, intervals: [{ every: '30d', offset: '11d' }] },
    policies: { ...description.policies, overlap: ScheduleOverlapPolicy.SKIP },
    action: { ...description.action, taskQueue: 'elsewhere' },
  }))
  const [later] = (await schedule().describe()).info.nextActionTimes
  await expect.poll(async () => (await shown()).nextRunAt, SOON).toBe(later?.toISOString())
  expect(later?.getTime()).toBeGreaterThan((next?.getTime() ?? NaN) + DAY_MS / 2)
})

test('a Schedule changed by hand is repaired at a start and once a day, with an audit entry', async () => {
  await schedule().pause('By hand')
  await expect.poll(async () => (await shown()).state, SOON).toBe('paused')
  expect(await reconcileAccounts(api)).toEqual([])
  const { spec, policies, action, state } = await schedule().describe()
  expect(spec.intervals).toEqual([{ every: DAY_MS / 4, offset: 0 }])
  expect(policies.overlap).toBe(ScheduleOverlapPolicy.BUFFER_ONE)
  expect(action.taskQueue).toBe('on24-act-on')
  expect(state).toMatchObject({ paused: true, note: 'By hand' })
  const mended = await trail()
  expect(mended).toMatchObject([{ action: 'scheduleMended', actor: 'service', result: 'ok' }])
  for (const name of ['spec.interval', 'policies.overlapPolicy', 'action.taskQueue']) {
    expect(mended[0]?.['about']).toContain(name)
  }
  expect(await reconcileAccounts(api)).toEqual([])
  expect(await trail()).toHaveLength(1)
})

test('a deleted Schedule is created again as stored, with an audit entry', async () => {
  await schedule().delete()
  await expect
    .poll(() => api.schedules.readPause(on24ClientId), SOON)
    .toEqual({ reason: 'By hand' })
  await expect
    .poll(async () => (await trail())[0], SOON)
    .toMatchObject({ action: 'scheduleMade', actor: 'service' })
})

test('Temporal objects of accounts that are not linked are listed, and ended only by an operator', async () => {
  await api.schedules.ensure('70001')
  await api.controllers.ensure('70002')
  await expect.poll(orphans, SOON).toMatchObject([
    { on24ClientId: '70001', hasSchedule: true, hasController: false },
    { on24ClientId: '70002', hasSchedule: false, hasController: true },
  ])
  const { page, signedIn } = operatorPages(() => api.webUrl)
  const cookie = await signedIn()
  expect((await page('/', { cookie })).text).toMatch(/2 accounts that are[^]*href="\/orphans"/)

  const cli = (...args: string[]) => atCommandLine(['orphans', ...args], { url: api.webUrl })
  expect((await cli('list')).out).toMatch(/70001.*yes.*no/)
  expect(await cli('remove', '70001')).toMatchObject({ status: 2 })
  expect(await cli('remove', '70001', '--yes')).toMatchObject({ status: 0 })
  expect(await api.schedules.exists('70001')).toBe(false)
  expect((await api.call('/orphans/70002', { method: 'DELETE' })).status).toBe(204)
  await api.schedules.ensure('70004')
  await expect.poll(orphans, SOON).toMatchObject([{ on24ClientId: '70004' }])
  expect((await page('/orphans', { cookie })).text).toContain('href="/orphans/70004"')
  expect((await page('/orphans/70004', { cookie })).text).toContain('action="/orphans/70004"')
  const removed = await page('/orphans/70004', { cookie, form: {} })
  expect(removed).toMatchObject({ status: 303, goesTo: '/orphans' })
  expect(await api.schedules.exists('70004')).toBe(false)
  const statusOfPage = async () => (await page('/orphans/70004', { cookie })).status
  await expect.poll(statusOfPage, SOON).toBe(404)
  expect((await page('/orphans')).goesTo).toContain('/sign-in')
  await expect.poll(orphans, SOON).toEqual([])
  for (const id of ['70001', on24ClientId]) {
    expectProblem(await api.call(`/orphans/${id}`, { method: 'DELETE' }), 404, 'notOrphan')
  }
  expect(await api.schedules.exists(on24ClientId)).toBe(true)
})

test('an orphan that cannot be removed, because Temporal does not answer, is 503 and listed again', async () => {
  await api.schedules.ensure('70003')
  const isListed = () => expect.poll(orphans, SOON).toMatchObject([{ on24ClientId: '70003' }])
  await isListed()
  const call = await startApiWithoutTemporal(api)
  const answer = await call('/orphans/70003', 'DELETE')
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({
    type: 'urn:on24-act-on:problem:temporalUnavailable',
  })
  await isListed()
  expect((await api.call('/orphans/70003', { method: 'DELETE' })).status).toBe(204)
})
