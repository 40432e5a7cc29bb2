/** How `accountSync` reads and delivers in parallel, on a real server with stubbed activities. */
import { randomUUID } from 'node:crypto'
import { ApplicationFailure } from '@temporalio/common'
import { beforeAll, expect, test } from 'vitest'
import type { Activities } from '../../../activities/index.ts'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'
import type { FinishRunInput } from '../../../src/contracts/sync-activities.ts'
import { TASK_QUEUES, WORKFLOW_TYPES } from '../../../src/contracts/temporal-names.ts'
import { installRuntimeOnce } from '../../support/servers/temporal-runtime.ts'
import { startStubbedWorkers } from '../../support/fixtures/stubbed-workers-fixture.ts'

beforeAll(installRuntimeOnce)

const NOTHING_WAITS = { failure: null, problems: [], probeInSeconds: null }
const ACTIVE = { state: 'active', reason: null, since: null } as const

type Lanes = Pick<Activities, 'readWebinars' | 'deliverWebinars'> &
  Partial<Pick<Activities, 'beginRun'>>

/** Runs the workflow with three webinars to read and one to deliver; returns the input of `finishRun`. */
async function runWith(lanes: Lanes): Promise<{ readonly input: FinishRunInput; failed: boolean }> {
  let told: FinishRunInput | null = null
  const client = await startStubbedWorkers({
    beginRun: () => Promise.resolve({ webinarsToRead: 3, webinarsToDeliver: 1, isPaused: false }),
    finishRun: (input) => {
      told = input
      return Promise.resolve({
        outcome: 'complete',
        ledger: EMPTY_LEDGER,
        ...NOTHING_WAITS,
        standing: ACTIVE,
      })
    },
    ...lanes,
  })
  const run = client.workflow.execute(WORKFLOW_TYPES.accountSync, {
    taskQueue: TASK_QUEUES.workflows,
    workflowId: randomUUID(),
    args: [{ on24ClientId: '22950' }],
  })
  const failed = await run.then(
    () => false,
    () => true,
  )
  return { input: told ?? expect.fail('the run was not finished'), failed }
}

test('ON24 is read to the end while Act-On keeps a delivery waiting', async () => {
  const allRead = Promise.withResolvers<undefined>()
  let toRead = 3
  let deliveries = 0
  const { input, failed } = await runWith({
    readWebinars() {
      toRead = Math.max(0, toRead - 1)
      if (toRead === 0) allRead.resolve(undefined)
      return Promise.resolve({ webinarsToRead: toRead, webinarsToDeliver: 1, isPaused: false })
    },
    async deliverWebinars() {
      deliveries += 1
      await allRead.promise
      return { webinarsToRead: 0, webinarsToDeliver: 0, isPaused: false }
    },
  })
  expect(failed).toBe(false)
  expect(toRead).toBe(0)
  // Another delivery follows the last read, which may have found rows.
  expect(deliveries).toBeGreaterThanOrEqual(2)
  expect(input.failure).toBeNull()
}, 30_000)

test('rows of the last read are delivered, although a delivery had ended with no rows left before it', async () => {
  const delivered: number[] = []
  let toRead = 3
  let waiting = 1
  await runWith({
    readWebinars() {
      // A call after the last read finds nothing more.
      if (toRead > 0) waiting += 1
      toRead = Math.max(0, toRead - 1)
      return Promise.resolve({
        webinarsToRead: toRead,
        webinarsToDeliver: waiting,
        isPaused: false,
      })
    },
    deliverWebinars() {
      delivered.push(waiting)
      waiting = 0
      return Promise.resolve({ webinarsToRead: toRead, webinarsToDeliver: 0, isPaused: false })
    },
  })
  expect(delivered.reduce((sum, count) => sum + count, 0)).toBe(4)
  expect(waiting).toBe(0)
})

test('a final failure of one lane ends the run as failed, after the other lane has done its work', async () => {
  let toRead = 3
  const { input, failed } = await runWith({
    readWebinars() {
      toRead = Math.max(0, toRead - 1)
      return Promise.resolve({ webinarsToRead: toRead, webinarsToDeliver: 1, isPaused: false })
    },
    deliverWebinars() {
      throw ApplicationFailure.nonRetryable('Act-On refuses our client.', 'ActOnClientRefused')
    },
  })
  expect(failed).toBe(true)
  expect(toRead).toBe(0)
  expect(input).toMatchObject({ failure: 'Act-On refuses our client.' })
})

test('a webinar that has to be read again for a delivery is read again', async () => {
  const reads: number[] = []
  let toRead = 3
  let isRefilled = false
  await runWith({
    readWebinars() {
      reads.push(toRead)
      toRead = 0
      return Promise.resolve({ webinarsToRead: 0, webinarsToDeliver: 1, isPaused: false })
    },
    deliverWebinars() {
      if (!isRefilled && toRead === 0) {
        isRefilled = true
        toRead = 1
        return Promise.resolve({ webinarsToRead: 1, webinarsToDeliver: 0, isPaused: false })
      }
      return Promise.resolve({ webinarsToRead: toRead, webinarsToDeliver: 0, isPaused: false })
    },
  })
  expect(reads.filter((count) => count > 0).length).toBeGreaterThanOrEqual(2)
  expect(toRead).toBe(0)
})

test('failed discovery calls are repeated once no other work is left', async () => {
  const NOTHING = { webinarsToRead: 0, webinarsToDeliver: 0, isPaused: false } as const
  const done: string[] = []
  const { input, failed } = await runWith({
    beginRun() {
      const isFirst = !done.includes('begin')
      done.push('begin')
      return Promise.resolve(
        isFirst
          ? { webinarsToRead: 2, webinarsToDeliver: 0, isPaused: false, discoversAgain: true }
          : { webinarsToRead: 1, webinarsToDeliver: 0, isPaused: false },
      )
    },
    readWebinars() {
      done.push('read')
      return Promise.resolve(NOTHING)
    },
    deliverWebinars: () => Promise.resolve(NOTHING),
  })
  expect(done).toEqual(['begin', 'read', 'begin', 'read'])
  expect(input.failure).toBeNull()
  expect(failed).toBe(false)
})
