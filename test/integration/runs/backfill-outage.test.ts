/** `accountBackfill` in vendor outages of hours, on a real server with stubbed activities. */
import { randomUUID } from 'node:crypto'
import { WorkflowFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { expect, test } from 'vitest'
import type { AccountBackfillInput, BackfillProgress } from '../../../src/contracts/backfill.ts'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'
import type { FinishRunInput, RunProgress } from '../../../src/contracts/sync-activities.ts'
import { TASK_QUEUES, WORKFLOW_TYPES } from '../../../src/contracts/temporal-names.ts'
import { startStubbedWorkers } from '../../support/fixtures/stubbed-workers-fixture.ts'
import { installRuntimeOnce } from '../../support/servers/temporal-runtime.ts'

const INPUT: AccountBackfillInput = {
  on24ClientId: '22950',
  from: '2025-01-01',
  to: '2025-12-31',
  dryRun: false,
  lookAgainSeconds: 1,
}
const AWAY = 'ON24 does not answer'
const WEBINARS = 3

/** An error whose next attempt would exceed the activity's timeout, so that Temporal fails the activity at once. */
const away = () => ApplicationFailure.create({ message: AWAY, nextRetryDelay: '1 day' })

/**
 * Runs a backfill of three webinars. `failing` names the calls of each activity, counted from 1, that fail. Returns the
 * number of webinars that were read, and the failure that `finishRun` received.
 */
async function backfill(failing: {
  readonly plan?: readonly number[]
  readonly read?: readonly number[]
}) {
  installRuntimeOnce()
  let left = WEBINARS
  let plans = 0
  let reads = 0
  let told: FinishRunInput | undefined
  const progress = (): RunProgress => ({
    webinarsToRead: left,
    webinarsToDeliver: 0,
    isPaused: false,
  })
  const client = await startStubbedWorkers({
    planBackfill: (): Promise<BackfillProgress> => {
      plans += 1
      if (failing.plan?.includes(plans) === true) return Promise.reject(away())
      return Promise.resolve({ ...progress(), webinars: WEBINARS, undelivered: 0 })
    },
    readWebinars: () => {
      reads += 1
      if (failing.read?.includes(reads) === true) return Promise.reject(away())
      left -= 1
      return Promise.resolve(progress())
    },
    deliverWebinars: () => Promise.resolve(progress()),
    finishRun: (input) => {
      told = input
      const standing = { state: 'active', reason: null, since: null } as const
      return Promise.resolve({
        outcome: 'complete',
        ledger: EMPTY_LEDGER,
        failure: null,
        problems: [],
        probeInSeconds: null,
        standing,
      })
    },
  })
  const ended = await client.workflow
    .execute(WORKFLOW_TYPES.accountBackfill, {
      taskQueue: TASK_QUEUES.workflows,
      workflowId: randomUUID(),
      args: [INPUT],
    })
    .then(
      () => 'completed',
      (error: unknown) => (error instanceof WorkflowFailedError ? 'failed' : error),
    )
  return { ended, read: WEBINARS - left, failure: told?.failure }
}

test('a backfill waits out an outage of hours while it lists webinars', async () => {
  expect(await backfill({ plan: [1] })).toEqual({ ended: 'completed', read: 3, failure: null })
})

test('a backfill waits out repeated outages as long as calls succeed between them', async () => {
  const ends = await backfill({ read: [2, 4] })
  expect(ends).toEqual({ ended: 'completed', read: 3, failure: null })
})

test.each([
  ['listed', { plan: [1, 2] }, 0],
  ['read', { read: [2, 3, 4] }, 1],
] as const)(
  'outages without anything more %s between them end the backfill, with the reason',
  async (_name, failing, read) => {
    expect(await backfill(failing)).toEqual({ ended: 'failed', read, failure: AWAY })
  },
)
