/** One comparison of an account works at a time, requested or weekly, each refusal says so, and a repair is confirmed. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { compareScheduleId, verifyWorkflowId } from '../../../src/contracts/temporal-names.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import { expectProblem } from '../../support/api/problem.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { endOfFirstRun } from '../../support/temporal/slot-runs.ts'

const SOON = { timeout: 60_000, interval: 100 }

let api: OperatorApiFixture
let id: string
beforeAll(async () => {
  api = await openOperatorApiFixture({
    world: { accounts: [{}] },
  })
  const { world, clock } = api.sandbox
  id = world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  const liveStartAt = new Date(clock.now().getTime() + 24 * 3_600_000)
  world.registerMany(world.addWebinar(id, { liveStartAt }), 3)
  await api.link(id)
  await endOfFirstRun(api, id)
})
afterAll(() => api.close())
// A comparison of a paused account is open and waits.
beforeEach(() => setPaused(true))

const post = (what: string, body: unknown = {}) =>
  api.call(`/accounts/${id}/${what}`, { method: 'POST', body })

async function setPaused(isPaused: boolean): Promise<void> {
  await post(isPaused ? 'pause' : 'resume')
  await expect
    .poll(async () => (await api.call(`/accounts/${id}`)).body, SOON)
    .toMatchObject({ state: isPaused ? 'paused' : 'active' })
}

const verify = () => post('verify')
const triggerWeekly = () => api.client.schedule.getHandle(compareScheduleId(id)).trigger()

async function openWorkflows(): Promise<string[]> {
  const ids: string[] = []
  const query = `WorkflowType = 'accountCompare' AND ExecutionStatus = 'Running'`
  for await (const { workflowId } of api.client.workflow.list({ query })) ids.push(workflowId)
  return ids
}
const isWeekly = (workflowId: string) => workflowId.startsWith(compareScheduleId(id))

async function comparisons() {
  return (await listRuns(api.store, id, 50)).filter(({ trigger }) => trigger === 'compare')
}
const atWork = async () =>
  (await comparisons()).filter(({ finishedAt }) => finishedAt === null).map((run) => run.workflowId)

/** @param begun how many comparisons the account has had by then: Temporal shows a requested one after a moment. */
async function allEnd(begun: number): Promise<void> {
  await expect.poll(async () => (await comparisons()).length, SOON).toBe(begun)
  await expect.poll(openWorkflows, SOON).toEqual([])
  expect(await atWork()).toEqual([])
}

test('while the weekly comparison runs, a verification and a repair are refused with the reason', async () => {
  await triggerWeekly()
  await expect.poll(atWork, SOON).toHaveLength(1)
  expectProblem(await verify(), 409, 'comparing')
  expectProblem(await post('verify', { repair: true }), 409, 'comparing')
  const { page, signedIn } = operatorPages(() => api.webUrl)
  const refused = await page(`/accounts/${id}/repair`, { cookie: await signedIn() })
  expect(refused).toMatchObject({ status: 409 })
  expect(refused.text).toContain('Another comparison of the account is running')
  expect((await api.audit(id)).at(-1)).toBe('verify comparing')
  await setPaused(false)
  await allEnd(1)
  expect((await verify()).status).toBe(202)
  await allEnd(2)
})

test('a weekly comparison that starts during a verification waits until that has ended', async () => {
  const before = (await comparisons()).length
  expect((await verify()).status).toBe(202)
  await expect.poll(atWork, SOON).toEqual([verifyWorkflowId(id)])
  await triggerWeekly()
  await expect.poll(async () => (await openWorkflows()).some(isWeekly), SOON).toBe(true)
  const weekly = (await openWorkflows()).find(isWeekly) ?? ''
  // It has looked once, and opened no run.
  const hasLooked = async () => {
    const { events } = await api.client.workflow.getHandle(weekly).fetchHistory()
    return events?.some((event) => Boolean(event.activityTaskCompletedEventAttributes))
  }
  await expect.poll(hasLooked, SOON).toBe(true)
  expect(await atWork()).toEqual([verifyWorkflowId(id)])
  await setPaused(false)
  await allEnd(before + 2)
  const [last, first, ...earlier] = await comparisons()
  expect(earlier).toHaveLength(before)
  expect(first).toMatchObject({ workflowId: verifyWorkflowId(id), outcome: 'complete' })
  expect(last).toMatchObject({ workflowId: weekly, outcome: 'complete' })
  expect(last?.startedAt.getTime()).toBeGreaterThanOrEqual(first?.finishedAt?.getTime() ?? Infinity)
})

test('a weekly comparison that was terminated holds up no verification', async () => {
  const before = (await comparisons()).length
  await triggerWeekly()
  await expect.poll(atWork, SOON).toHaveLength(1)
  for (const workflowId of await openWorkflows()) {
    await api.client.workflow.getHandle(workflowId).terminate('By hand')
  }
  await expect.poll(async () => (await verify()).status, SOON).toBe(202)
  await setPaused(false)
  await allEnd(before + 2)
  const [verified, terminated] = await comparisons()
  expect(verified).toMatchObject({ workflowId: verifyWorkflowId(id), outcome: 'complete' })
  expect(terminated).toMatchObject({ outcome: 'paused' })
})

test('a repair is requested on a page that says what it deletes and overwrites', async () => {
  const before = (await comparisons()).length
  const { page, signedIn } = operatorPages(() => api.webUrl)
  const cookie = await signedIn()
  const account = await page(`/accounts/${id}/verifications`, { cookie })
  expect(account.text).toContain(`href="/accounts/${id}/repair?next=`)
  const posted = [...account.text.matchAll(/<form[^>]*method="post"[^]*?<\/form>/g)].join('\n')
  expect(posted).toContain('Verify')
  expect(posted).not.toContain('name="repair"')
  const asked = await page(`/accounts/${id}/repair`, { cookie })
  expect(asked.status).toBe(200)
  expect(asked.text).toMatch(/overwritten[^]*are deleted[^]*do not come back/)
  expect(asked.text).toContain('The account is paused: the repair waits for a resume.')
  const form = { repair: 'true', next: `/accounts/${id}/verifications` }
  const sent = await page(`/accounts/${id}/verifications`, { cookie, form })
  expect(sent).toMatchObject({ status: 303, goesTo: `/accounts/${id}/verifications` })
  await setPaused(false)
  await allEnd(before + 1)
  expect((await api.audit(id)).filter((entry) => entry.startsWith('verify')).at(-1)).toBe(
    'verify ok',
  )
  const startedAt = (await comparisons())[0]?.startedAt.toISOString() ?? expect.fail('none')
  const findings = await page(`/accounts/${id}/verifications/${startedAt}`, { cookie })
  expect(findings.status).toBe(200)
  expect(findings.text).toContain('Repair, begun')
  expect(findings.text).toContain(`/accounts/${id}/runs/account-verify%2F${id}/`)
})
