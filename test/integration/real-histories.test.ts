/**
 * One real run of each kind. `npm run save-histories` keeps their histories for the release; the replay suite
 * holds every later change of the workflows against them.
 */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { controllerId } from '../../src/contracts/temporal-names.ts'
import type { Run } from '../../src/store/runs.ts'
import { status } from '../../workflows/messages.ts'
import { replay } from '../support/replay.ts'
import { openServiceUnderTest, type ServiceUnderTest } from '../support/service-under-test.ts'
import { endOfFirstRun, endOfRun, runSlotAfter } from '../support/slot-runs.ts'
import { stillClock } from '../support/truth-check.ts'
import { UNDECODABLE_PAYLOADS } from '../support/undecodable-payloads.ts'
import { saveHistory } from '../support/workflow-histories.ts'

const DAY_MS = 24 * 3_600_000
const NOW = '2026-06-15T07:00:00Z'
const LONG_AGO = new Date(Date.parse(NOW) - 60 * DAY_MS)

let service: ServiceUnderTest
beforeAll(async () => {
  const webinars = [{ liveStartAt: LONG_AGO, people: 8 }]
  service = await openServiceUnderTest({
    clock: stillClock(NOW),
    world: { accounts: [{ webinars }, { webinars }] },
    deliveryPolicy: { quotaProbeSeconds: 1 },
  })
})
afterAll(() => service.close())

function accountNumber(index: number) {
  return service.sandbox.world.accounts[index] ?? expect.fail('no account')
}

async function keep(what: string, { workflow_id }: Pick<Run, 'workflow_id'>): Promise<void> {
  const history = await service.client.workflow.getHandle(workflow_id).fetchHistory()
  const name = `${what}-${packageJson.version}`
  const replayed = await replay({ codePath: inject('workflowBundlePath') }, [{ name, history }])
  expect(replayed).toEqual({ [name]: null })
  if (process.env['SAVE_HISTORIES'] === '1') await saveHistory(name, history)
}

test('the run of a new link, an idle one, a paused one and one that ON24 refuses replay', async () => {
  const { on24ClientId } = accountNumber(0)
  await service.link(on24ClientId)
  await keep('accountSync-link', await endOfFirstRun(service, on24ClientId))

  const idle = await runSlotAfter(service, on24ClientId, 10 * 24)
  expect(idle).toMatchObject({ outcome: 'complete', webinars_of: 0 })
  await keep('accountSync-idle', idle)

  const schedule = service.client.schedule.getHandle(`account-sync/${on24ClientId}`)
  // The server takes a moment until the flag is seen.
  const isPaused = () => service.schedules.isPaused(on24ClientId)
  await schedule.pause()
  await expect.poll(isPaused).toBe(true)
  const paused = await runSlotAfter(service, on24ClientId, 6)
  expect(paused).toMatchObject({ outcome: 'paused' })
  await keep('accountSync-paused', paused)
  await schedule.unpause()
  await expect.poll(isPaused).toBe(false)

  service.sandbox.on24.access.setAccess(on24ClientId, 'inactive')
  const failed = await runSlotAfter(service, on24ClientId, 6)
  expect(failed).toMatchObject({ outcome: 'failed' })
  await keep('accountSync-failed', failed)
})

test('a run that used up the quota, and the controller that waited for it, replay', async () => {
  const { on24ClientId } = accountNumber(1)
  await service.link(on24ClientId)
  await endOfFirstRun(service, on24ClientId)
  const controller = service.client.workflow.getHandle(controllerId(on24ClientId))
  for (const { payload } of UNDECODABLE_PAYLOADS) {
    await service.client.workflowService.signalWorkflowExecution({
      namespace: service.namespace,
      workflowExecution: { workflowId: controller.workflowId },
      signalName: 'runEnded',
      input: { payloads: [payload] },
    })
  }

  await setDayBudget(on24ClientId, 1)
  const liveStartAt = new Date(service.sandbox.clock.now().getTime() + DAY_MS)
  const eventId = service.sandbox.world.addWebinar(on24ClientId, { liveStartAt })
  service.sandbox.world.registerMany(eventId, 6)
  const waiting = await runSlotAfter(service, on24ClientId, 6)
  expect(waiting).toMatchObject({ outcome: 'waitingForQuota', ledger: { pending: 6 } })
  await keep('accountSync-waitingForQuota', waiting)
  await expect.poll(() => controller.query(status)).toMatchObject({ state: 'waitingForQuota' })

  await setDayBudget(on24ClientId, null)
  const goneOn = await endOfRun(service, on24ClientId, ({ trigger }) => trigger === 'sync')
  expect(goneOn).toMatchObject({ outcome: 'complete', ledger: { created: 6 } })
  await expect.poll(() => controller.query(status)).toMatchObject({ state: 'active' })
  await keep('account-quotaWait', { workflow_id: controller.workflowId })
})

async function setDayBudget(on24ClientId: string, calls: number | null): Promise<void> {
  await service.store
    .updateTable('account')
    .set({ act_on_calls_per_day: calls })
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}
