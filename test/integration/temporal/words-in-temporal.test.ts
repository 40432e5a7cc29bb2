/** What the Temporal UI tells operators: whose workflow it is, why it began, what came of it, and where our page is. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reconcileAccounts } from '../../../src/accounts/reconcile.ts'
import {
  compareScheduleId,
  controllerId,
  syncScheduleId,
} from '../../../src/contracts/temporal-names.ts'
import type { Run } from '../../../src/store/runs/runs.ts'
import {
  type OperatorApiFixture,
  openOperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { leaveOutClockSlots } from '../../support/temporal/clock-slots.ts'
import { currentDetails } from '../../support/temporal/current-details.ts'
import { endOfFirstRun, endOfRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'

const NOW = '2026-06-15T07:00:00Z'
const LONG_AGO = new Date('2026-05-15T18:00:00Z')

let api: OperatorApiFixture
let on24ClientId: string
let name: string
beforeAll(async () => {
  api = await openOperatorApiFixture({
    leavesOutClockSlots: true,
    clock: stillClock(NOW),
    keepAliveSeconds: 2,
    world: { accounts: [{ webinars: [{ liveStartAt: LONG_AGO, people: 3 }] }] },
  })
  on24ClientId = api.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  await api.link(on24ClientId)
  await api.call(`/accounts/${on24ClientId}`, { method: 'PATCH', body: { name: 'First name' } })
  await endOfFirstRun(api, on24ClientId)
  name = `\`First name\` (ON24 client ${on24ClientId})`
})
afterAll(() => api.close())

const pageUrl = () => `${api.config.http.publicUrl}/accounts/${on24ClientId}`

function detailsOf({ workflowId, runId }: { workflowId: string; runId?: string }) {
  return currentDetails(api.client.workflow.getHandle(workflowId, runId))
}

async function wordsOf(workflowId: string) {
  const described = await api.client.workflow.getHandle(workflowId).describe()
  return {
    summary: await described.staticSummary(),
    details: await described.staticDetails(),
  }
}

const mended = async () =>
  (await api.audit(on24ClientId)).filter((entry) => entry.startsWith('scheduleMended'))

const scheduleWords = async (scheduleId: string) =>
  (await api.client.schedule.getHandle(scheduleId).describe()).action.staticSummary

const endOfLatest = (after: Run) =>
  endOfRun(
    api,
    on24ClientId,
    ({ runId, startedAt }) => runId !== after.runId && startedAt >= after.startedAt,
  )

test('runs, controllers, backfills and comparisons name the customer, and link to the account’s page', async () => {
  // The name was changed after the Schedules were made.
  expect(await reconcileAccounts(api)).toEqual([])
  await leaveOutClockSlots(api.client, on24ClientId)
  const first = await endOfFirstRun(api, on24ClientId)
  api.sandbox.clock.advance(60_000)
  const run = await runSlotAfter(api, on24ClientId, 6)
  expect(run.runId).not.toBe(first.runId)
  const range = { from: '2026-05-01', to: '2026-05-31', dryRun: true }
  const { workflowId: backfill } = await api.backfills.start(on24ClientId, range)
  const mode = { repair: false, writes: false }
  const { workflowId: comparison } = await api.comparisons.start(on24ClientId, mode)
  const summaries = {
    [run.workflowId]: `Sync of ${name}`,
    [backfill]: `Dry run of the backfill 2026-05-01..2026-05-31 of ${name}`,
    [comparison]: `Verification of ${name}`,
  }
  for (const [workflowId, summary] of Object.entries(summaries)) {
    const words = await wordsOf(workflowId)
    expect(words.summary).toBe(summary)
    expect(words.details).toContain(`(<${pageUrl()}>)`)
  }
  expect((await wordsOf(controllerId(on24ClientId))).details).toContain(`(<${pageUrl()}>)`)
  for (const workflowId of [backfill, comparison]) {
    await api.client.workflow.getHandle(workflowId).result()
    const { runId } = await api.client.workflow.getHandle(workflowId).describe()
    expect(await detailsOf({ workflowId, runId })).toMatch(/^Began on request\. \[Open its page\]/m)
  }
})

test('a run says why it began, what came of it, and where its page is', async () => {
  const first = await endOfFirstRun(api, on24ClientId)
  const encoded = encodeURIComponent(first.workflowId)
  expect(await detailsOf(first)).toContain(
    `Began as the first sync, after linking. [Open its page](<${pageUrl()}/runs/${encoded}/${first.runId}>)`,
  )
  expect(await detailsOf(first)).toContain('Outcome: **complete**')
  expect((await wordsOf(first.workflowId)).summary).toMatch(/^Sync of `/)

  const slot = await runSlotAfter(api, on24ClientId, 6)
  expect(await detailsOf(slot)).toMatch(/^Began by its Schedule\./m)

  api.sandbox.clock.advance(60_000)
  await api.call(`/accounts/${on24ClientId}/sync`, { method: 'POST', body: {} })
  const asked = await endOfLatest(slot)
  expect(await detailsOf(asked)).toMatch(/^Began on request\./m)

  api.sandbox.clock.advance(60_000)
  await api.call(`/accounts/${on24ClientId}/pause`, { method: 'POST', body: {} })
  await expect.poll(() => api.schedules.readPause(on24ClientId)).not.toBeNull()
  await api.call(`/accounts/${on24ClientId}/resume`, { method: 'POST', body: {} })
  const resumed = await endOfLatest(asked)
  expect(await detailsOf(resumed)).toMatch(/^Began after a resume\./m)

  api.sandbox.clock.advance(60_000)
  await api.schedules.trigger(on24ClientId)
  const unasked = await endOfLatest(resumed)
  expect(await detailsOf(unasked)).toMatch(/^Began without a request: /m)

  api.sandbox.on24.access.setAccess(on24ClientId, 'inactive')
  const failed = await runSlotAfter(api, on24ClientId, 6)
  api.sandbox.on24.access.setAccess(on24ClientId, 'open')
  expect(failed.failure).not.toBeNull()
  const told = await detailsOf(failed)
  expect(told).toMatch(/^Began by its Schedule\. \[Open its page\]/m)
  expect(told).toContain(`Outcome: **failed**\n\n${failed.failure ?? ''}`)
})

test('a changed name reaches the Schedules once, and is no repair of a manual change', async () => {
  // This one undoes that the clock's slots are left out.
  expect(await reconcileAccounts(api)).toEqual([])
  const before = await mended()
  const renamed = '# [Näme](https://evil.example) `x`'
  await api.call(`/accounts/${on24ClientId}`, { method: 'PATCH', body: { name: renamed } })
  expect(await reconcileAccounts(api)).toEqual([])
  const shown = `\`# [Näme](https://evil.example) 'x'\` (ON24 client ${on24ClientId})`
  expect(await scheduleWords(syncScheduleId(on24ClientId))).toBe(`Sync of ${shown}`)
  expect(await scheduleWords(compareScheduleId(on24ClientId))).toBe(`Weekly comparison of ${shown}`)
  expect(await api.schedules.repair(on24ClientId)).toEqual([])
  expect(await mended()).toEqual(before)

  // A controller has the summary of when it was started.
  const controller = { workflowId: controllerId(on24ClientId) }
  await expect.poll(() => detailsOf(controller), { timeout: 20_000 }).toContain(shown)
})
