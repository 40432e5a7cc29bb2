/** Notices find their workflow: once each, whoever looks, and whatever is away meanwhile. */
import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import {
  noticeWorkflowId,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../../src/contracts/temporal-names.ts'
import { startNoticeDispatcher } from '../../src/notices/dispatch-notices.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { markNeedsRelink } from '../../src/store/account-state.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { createNoticeWorkflows, type NoticeWorkflows } from '../../src/temporal/notice-workflows.ts'
import { installTemporalRuntime } from '../../src/temporal/runtime.ts'
import { testLogger } from '../support/log-sink.ts'
import { storeAccount } from '../support/stored-account.ts'
import { startStubbedWorkers } from '../support/stubbed-activities.ts'

let store: Store
beforeAll(async () => {
  installTemporalRuntime(testLogger())
  store = await openStore({ inMemory: true })
})
afterAll(() => store.destroy())
beforeEach(async () => {
  await store.deleteFrom('account').execute()
})

async function loseLink(on24ClientId: string): Promise<string> {
  const at = new Date()
  await storeAccount(store, on24ClientId, { createdAt: at })
  await markNeedsRelink(store, on24ClientId, 'Refused.', at)
  const { id } = await store
    .selectFrom('notice')
    .select('id')
    .where('on24_client_id', '=', on24ClientId)
    .executeTakeFirstOrThrow()
  return id
}

function startDispatcher(noticeWorkflows: NoticeWorkflows, logger = testLogger()) {
  const now = () => new Date()
  const dispatcher = startNoticeDispatcher({
    store,
    noticeWorkflows,
    logger,
    now,
    lookEveryMs: 20,
  })
  onTestFinished(() => dispatcher.stop())
  return dispatcher
}

async function waiting(): Promise<number> {
  const rows = await store
    .selectFrom('notice')
    .select('id')
    .where('dispatched_at', 'is', null)
    .execute()
  return rows.length
}

test('a notice is delivered once, although several processes look and one was killed before its mark', async () => {
  const delivered: string[] = []
  const client = await startStubbedWorkers({
    deliverNotice: ({ noticeId }) => {
      delivered.push(noticeId)
      return Promise.resolve('delivered')
    },
  })
  const ids = await Promise.all(['1', '2', '3'].map(loseLink))
  const workflows = createNoticeWorkflows(client)
  for (let process = 1; process <= 3; process += 1) startDispatcher(workflows)
  await expect.poll(waiting).toBe(0)
  for (const id of ids) await client.workflow.getHandle(noticeWorkflowId(id)).result()

  await store.updateTable('notice').set({ dispatched_at: null }).execute()
  await expect.poll(waiting).toBe(0)
  expect(delivered.toSorted()).toEqual(ids.toSorted())
  const [id = ''] = ids
  const described = await client.workflow.getHandle(noticeWorkflowId(id)).describe()
  const attributes = described.typedSearchAttributes.getAll()
  expect(attributes.find(({ key }) => key.name === 'On24ClientId')?.value).toBe('1')
  expect(await described.staticSummary()).toBe('Notice: ON24 client 1 must be linked again')
  expect(described.historyLength).toBeLessThan(20)
})

test('while Temporal is away the log says so once, and the notice waits', async () => {
  const lines: string[] = []
  const logger = createLogger({ destination: { write: (line) => lines.push(line) } })
  const warned = () => lines.filter((line) => line.includes('Notices to operators wait')).length
  let isAway = true
  let looks = 0
  startDispatcher(
    {
      start: () => {
        looks += 1
        return isAway ? Promise.reject(new Error('unavailable')) : Promise.resolve()
      },
    },
    logger,
  )
  await loseLink('1')
  await expect.poll(() => looks).toBeGreaterThan(3)
  expect(await waiting()).toBe(1)
  expect(warned()).toBe(1)

  isAway = false
  await expect.poll(waiting).toBe(0)
  isAway = true
  await loseLink('2')
  await expect.poll(warned).toBe(2)
})

test('a notice that cannot be started holds back no other', async () => {
  await loseLink('1')
  await loseLink('2')
  const start = (_noticeId: string, on24ClientId: string) =>
    on24ClientId === '1' ? Promise.reject(new Error('refused')) : Promise.resolve()
  startDispatcher({ start })
  await expect.poll(waiting).toBe(1)
})

test('a dispatcher that is stopped leaves nothing under way', async () => {
  const asked = Promise.withResolvers<AbortSignal>()
  await loseLink('1')
  const dispatcher = startDispatcher({
    start: (_noticeId, _on24ClientId, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
        asked.resolve(signal)
      }),
  })
  const signal = await asked.promise
  await dispatcher.stop()
  expect(signal.aborted).toBe(true)
  expect(await waiting()).toBe(1)
})

test('a notice that nobody takes is given up in the store, and its workflow fails with the reason', async () => {
  const givenUp: string[] = []
  const client = await startStubbedWorkers({
    deliverNotice: () => Promise.reject(ApplicationFailure.nonRetryable('answered 500')),
    giveUpNotice: ({ noticeId }) => {
      givenUp.push(noticeId)
      return Promise.resolve()
    },
  })
  const ended = client.workflow.execute(WORKFLOW_TYPES.notice, {
    taskQueue: TASK_QUEUES.workflows,
    workflowId: 'notice/a',
    args: [{ noticeId: 'a' }],
  })
  await expect(ended).rejects.toMatchObject({ cause: { cause: { message: 'answered 500' } } })
  expect(givenUp).toEqual(['a'])
})
