/** Backfills and comparisons that the signal of a pause reaches before they have opened their run. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { AccountBackfillInput } from '../../../src/contracts/backfill.ts'
import type { AccountCompareInput } from '../../../src/contracts/comparison.ts'
import {
  backfillId,
  SIGNALS,
  TASK_QUEUES,
  verifyWorkflowId,
  WORKFLOW_TYPES,
} from '../../../src/contracts/temporal-names.ts'
import type { Pause } from '../../../src/store/accounts/account.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { notePause } from '../../../src/store/accounts/pauses.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { currentDetails } from '../../support/temporal/current-details.ts'
import { keepHistory } from '../../support/temporal/keep-history.ts'
import { startStubbedWorkers } from '../../support/fixtures/stubbed-workers-fixture.ts'
import { endOfFirstRun } from '../../support/temporal/slot-runs.ts'
import { untilCancelled } from '../../support/temporal/until-cancelled.ts'

const SOON = { timeout: 30_000, interval: 100 }
const LOOKS_AGAIN_LATER = { lookAgainSeconds: 3600 }

let service: ServiceFixture
let on24ClientId: string
beforeAll(async () => {
  service = await openServiceFixture({
    ...{ leavesOutClockSlots: true, world: { accounts: [{}] } },
    eventListsPerMinute: 60_000,
  })
  on24ClientId = service.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  await service.link(on24ClientId)
  await endOfFirstRun(service, on24ClientId)
})
afterAll(() => service.close())

async function setPause(pause: Pause | null): Promise<void> {
  await notePause(
    service.store,
    await getAccount(service.store, on24ClientId),
    pause,
    service.now(),
  )
}

const RANGE = { from: '2026-01-01', to: '2026-01-31', dryRun: false }
const KINDS = {
  [WORKFLOW_TYPES.accountBackfill]: () => ({
    workflowId: backfillId(on24ClientId, RANGE),
    args: [{ on24ClientId, ...RANGE, ...LOOKS_AGAIN_LATER } satisfies AccountBackfillInput],
  }),
  [WORKFLOW_TYPES.accountCompare]: () => ({
    workflowId: verifyWorkflowId(on24ClientId),
    args: [
      {
        ...{ on24ClientId, repair: false, writes: false },
        ...LOOKS_AGAIN_LATER,
      } satisfies AccountCompareInput,
    ],
  }),
} as const

test.for([WORKFLOW_TYPES.accountBackfill, WORKFLOW_TYPES.accountCompare])(
  '%s shows a run that waits for the resume',
  async (type) => {
    await setPause({ reason: 'maintenance' })
    const { workflowId, args } = KINDS[type]()
    const handle = await service.client.workflow.signalWithStart(type, {
      ...{ workflowId, args, taskQueue: TASK_QUEUES.workflows },
      signal: SIGNALS.pauseWork,
    })
    const itsRun = async () =>
      (await listRuns(service.store, on24ClientId, 9)).find((run) => run.workflowId === workflowId)
    await expect.poll(itsRun, SOON).toMatchObject({ finishedAt: null })
    await setPause(null)
    await handle.signal(SIGNALS.resumeWork)
    expect(await handle.result()).toMatchObject({ outcome: 'complete' })
    await keepHistory(`${type}-pausedAtOnce`, handle)
  },
)

test('a comparison that waited behind another opens its run, too, if a pause cancels its next plan', async () => {
  const NOTHING = { webinars: 0, webinarsToRead: 0, webinarsToDeliver: 0, undelivered: 0 }
  const plan = { ...NOTHING, uncompared: 0, isPaused: false }
  let plans = 0
  const client = await startStubbedWorkers({
    planComparison: async () => {
      plans += 1
      if (plans === 1) return { ...plan, isBehindAnother: true }
      if (plans === 2) await untilCancelled()
      return { ...plan, isPaused: true }
    },
  })
  const { args } = KINDS[WORKFLOW_TYPES.accountCompare]()
  const handle = await client.workflow.start(WORKFLOW_TYPES.accountCompare, {
    ...{ args, workflowId: verifyWorkflowId('500'), taskQueue: TASK_QUEUES.workflows },
  })
  onTestFinished(async () => {
    await handle.terminate()
  })
  await expect.poll(() => currentDetails(handle), SOON).toMatch(/^Waits for another comparison/)
  await handle.signal(SIGNALS.resumeWork)
  await expect.poll(() => plans, SOON).toBe(2)
  await handle.signal(SIGNALS.pauseWork)
  await expect.poll(() => plans, SOON).toBe(3)
})
