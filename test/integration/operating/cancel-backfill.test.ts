/** An operator cancels a backfill: by the API, by the command, and on the pages. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { signalledAccount } from '../../support/accounts/signalled-account.ts'
import { expectProblem } from '../../support/api/problem.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'

const SOON = { timeout: 30_000, interval: 50 }
/** Only a backfill finds it. */
const OLD = [{ liveStartAt: new Date('2025-09-15T18:00:00Z'), people: 3 }]
const RANGE = '2025-01-01..2025-12-31'

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({
    world: { accounts: [{ webinars: OLD }, { webinars: OLD }, { webinars: OLD }] },
    eventListsPerMinute: 6000,
    clock: { startAt: new Date('2026-06-15T07:00:00Z') },
  })
})
afterAll(() => api.close())

const pages = operatorPages(() => api.webUrl)

/** Links an account and starts a backfill that waits for ON24. */
async function backfilling(index: number) {
  const account = signalledAccount(api, index)
  const { on24ClientId } = account
  await api.link(on24ClientId)
  await account.outcomes('link', 1)
  const held = account.hold({ vendor: 'on24', endpoint: 'eventRegistrants' })
  const body = { from: '2025-01-01', to: '2025-12-31' }
  const asked = await api.call(`/accounts/${on24ClientId}/backfill`, { method: 'POST', body })
  expect(asked.status).toBe(202)
  await held.begun
  return { account, on24ClientId, held }
}

test('a running backfill is cancelled once; then, and for another range, there is none to cancel', async () => {
  const { account, on24ClientId, held } = await backfilling(0)
  const cancel = (range: string) =>
    api.call(`/accounts/${on24ClientId}/backfills/${range}/cancel`, { method: 'POST' })
  expect(await cancel('2024-01-01..2024-12-31')).toMatchObject({ status: 409 })
  expect(await cancel('last year')).toMatchObject({ status: 404 })
  expect(await cancel(RANGE)).toMatchObject({
    status: 202,
    body: { workflowId: `account-backfill/${on24ClientId}/${RANGE}` },
  })
  expectProblem(await cancel(RANGE), 409, 'beingCancelled')
  held.end()
  expect(await account.outcomes('backfill', 1)).toEqual(['paused'])
  const typeOfAnswer = async () => z.object({ type: z.string() }).parse((await cancel(RANGE)).body)
  await expect
    .poll(async () => (await typeOfAnswer()).type, SOON)
    .toBe('urn:on24-act-on:problem:noBackfill')
  const trail = (await api.audit(on24ClientId)).filter((entry) => entry.startsWith('backfillC'))
  expect(trail.slice(0, 3)).toEqual([
    'backfillCancelled noBackfill',
    'backfillCancelled ok',
    'backfillCancelled beingCancelled',
  ])
  expect(trail.at(-1)).toBe('backfillCancelled noBackfill')
})

test('a range that is being cancelled can be requested again: it starts once the first one has ended', async () => {
  const { account, on24ClientId, held } = await backfilling(2)
  const call = (path: string, body?: object) =>
    api.call(`/accounts/${on24ClientId}/${path}`, { method: 'POST', body })
  expect(await call(`backfills/${RANGE}/cancel`)).toMatchObject({ status: 202 })
  expect(await call('backfill', { from: '2025-01-01', to: '2025-12-31' })).toMatchObject({
    status: 202,
  })
  held.end()
  expect((await account.outcomes('backfill', 2)).toSorted()).toEqual(['complete', 'paused'])
})

test('the page of a running backfill leads to its cancellation', async () => {
  const { account, on24ClientId, held } = await backfilling(1)
  const cookie = await pages.signedIn()
  const shown = await pages.page(`/accounts/${on24ClientId}/runs`, { cookie })
  const path = `/accounts/${on24ClientId}/backfills/${RANGE}/cancel`
  expect(shown.text).toContain(`href="${path}"`)
  expect((await pages.page(path, { cookie })).text).toContain('Cancel the backfill')
  const sent = await pages.page(path, { cookie, form: { next: '/' } })
  expect(sent).toMatchObject({ status: 303, goesTo: `/accounts/${on24ClientId}/runs` })
  const during = await pages.page(`/accounts/${on24ClientId}/runs`, { cookie })
  expect(during.text).toContain('Being cancelled')
  expect(during.text).not.toContain(path)
  const again = await pages.page(path, { cookie })
  expect([again.status, again.text]).toEqual([409, expect.stringContaining('is being cancelled')])
  held.end()
  expect(await account.outcomes('backfill', 1)).toEqual(['paused'])
  const after = await pages.page(`/accounts/${on24ClientId}/runs`, { cookie })
  expect(after.text).not.toContain(path)
  for (const gone of [path, path.replaceAll('2025', '2024')]) {
    const { status, text } = await pages.page(gone, { cookie })
    expect(status).toBe(409)
    expect(text).toContain('No backfill of this range is running')
    expect(text).not.toContain('Cancel the backfill')
  }
})
