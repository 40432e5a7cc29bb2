/**
 * One real run of each kind. `npm run save-histories` saves their histories for the release; the replay suite replays
 * them on the changed workflows of later releases.
 */
import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  controllerId,
  noticeWorkflowId,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../../../src/contracts/temporal-names.ts'
import { markNeedsRelink } from '../../../src/store/accounts/account-state.ts'
import { NOTICE } from '../../../src/store/visitors/invitations.ts'
import type { Run } from '../../../src/store/runs/runs.ts'
import type { accountBackfill } from '../../../workflows/account-backfill.ts'
import { status } from '../../../workflows/messages.ts'
import { currentDetails } from '../../support/temporal/current-details.ts'
import { keepHistory } from '../../support/temporal/keep-history.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import {
  endOfFirstRun,
  endOfRun,
  fireSlotAfter,
  runSlotAfter,
} from '../../support/temporal/slot-runs.ts'
import { startStubbedWorkers } from '../../support/fixtures/stubbed-workers-fixture.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'
import { UNDECODABLE_PAYLOADS } from '../../support/temporal/undecodable-payloads.ts'
import { pauseByHand, unpauseByHand } from '../../support/temporal/pause-by-hand.ts'

const DAY_MS = 24 * 3_600_000
const NOW = '2026-06-15T07:00:00Z'
const LONG_AGO = new Date(Date.parse(NOW) - 60 * DAY_MS)

let service: ServiceFixture
beforeAll(async () => {
  const webinars = [{ liveStartAt: LONG_AGO, people: 8 }]
  const ofLastYear = { liveStartAt: new Date('2025-09-15T18:00:00Z'), people: 2 }
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    clock: stillClock(NOW),
    world: { accounts: [{ webinars }, { webinars: [...webinars, ofLastYear] }] },
    timing: { quotaProbeSeconds: 1 },
    keepAliveSeconds: 2,
    eventListsPerMinute: 6000,
  })
})
afterAll(() => service.close())

function accountNumber(index: number) {
  return service.sandbox.world.accounts[index] ?? expect.fail('no account')
}

function keep(what: string, { workflowId }: Pick<Run, 'workflowId'>): Promise<void> {
  return keepHistory(what, service.client.workflow.getHandle(workflowId))
}

test('the run of a new link, an idle one, a paused one and one that ON24 refuses replay', async () => {
  const { on24ClientId } = accountNumber(0)
  await service.link(on24ClientId)
  await keep('accountSync-link', await endOfFirstRun(service, on24ClientId))

  const idle = await runSlotAfter(service, on24ClientId, 10 * 24)
  expect(idle).toMatchObject({ outcome: 'complete', webinarsOf: 0 })
  await keep('accountSync-idle', idle)

  await pauseByHand(service, on24ClientId)
  const paused = await runSlotAfter(service, on24ClientId, 6)
  expect(paused).toMatchObject({ outcome: 'paused' })
  await keep('accountSync-paused', paused)
  await unpauseByHand(service, on24ClientId)

  service.sandbox.on24.access.setAccess(on24ClientId, 'inactive')
  // The resume also triggers a run: of the two, Temporal may buffer only one.
  await fireSlotAfter(service, on24ClientId, 6)
  const failed = await endOfRun(service, on24ClientId, ({ outcome }) => outcome === 'failed')
  await keep('accountSync-failed', failed)
})

test('a run that used up the quota, and the backfill and the controller that waited for it, replay', async () => {
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

  const lastYear = { from: '2025-01-01', to: '2025-12-31', dryRun: false }
  const { workflowId } = await service.backfills.start(on24ClientId, lastYear)
  const backfill = service.client.workflow.getHandle<typeof accountBackfill>(workflowId)
  await expect
    .poll(() => currentDetails(backfill), { timeout: 20_000 })
    .toMatch(/^Waits until Act-On/)

  await setDayBudget(on24ClientId, null)
  const goneOn = await endOfRun(service, on24ClientId, ({ trigger }) => trigger === 'sync')
  expect(goneOn).toMatchObject({ outcome: 'complete', ledger: { created: 6 } })
  await expect.poll(() => controller.query(status)).toMatchObject({ state: 'active' })
  await keep('account-quotaWait', { workflowId: controller.workflowId })
  expect(await backfill.result()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
  await keepHistory('accountBackfill-waited', backfill)
})

test('a notice that was logged for want of a receiver replays, and so does one that was given up', async () => {
  const { on24ClientId } = accountNumber(0)
  await markNeedsRelink(
    service.store,
    on24ClientId,
    'Act-On refused the refresh token.',
    service.now(),
  )
  const noticeOf = () =>
    service.store
      .selectFrom('notice')
      .select(['id', 'outcome'])
      .where('on24ClientId', '=', on24ClientId)
      .where('kind', '=', 'needsRelink')
      .executeTakeFirstOrThrow()
  await expect.poll(noticeOf, { timeout: 10_000 }).toMatchObject({ outcome: 'logged' })
  const logged = service.client.workflow.getHandle(noticeWorkflowId((await noticeOf()).id))
  expect(await logged.result()).toBe('logged')
  await keepHistory('notice-logged', logged)
  const invitations = service.store.selectFrom('invitation').select('madeBy')
  expect(await invitations.where('madeBy', '=', NOTICE).execute()).toEqual([])

  const refused = await startStubbedWorkers({
    deliverNotice: () => Promise.reject(ApplicationFailure.nonRetryable('answered 500')),
    giveUpNotice: () => Promise.resolve(),
  })
  const givenUp = await refused.workflow.start(WORKFLOW_TYPES.notice, {
    taskQueue: TASK_QUEUES.workflows,
    workflowId: noticeWorkflowId('a'),
    args: [{ noticeId: 'a' }],
  })
  await expect(givenUp.result()).rejects.toThrow()
  await keepHistory('notice-givenUp', givenUp)
})

async function setDayBudget(on24ClientId: string, calls: number | null): Promise<void> {
  await service.store
    .updateTable('account')
    .set({ actOnCallsPerDay: calls })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}
