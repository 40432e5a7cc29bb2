/** Each notice is delivered once, by a workflow or without Temporal, with several processes and during outages. */
import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import {
  noticeWorkflowId,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../../../src/contracts/temporal-names.ts'
import { parseConfig } from '../../../src/config/config.ts'
import { startPeriodicWork } from '../../../src/processes/repeat.ts'
import { createNoticeStarter } from '../../../src/notices/start-notice-workflows.ts'
import { createSendNotice } from '../../../src/notices/send-notice.ts'
import { createKeyRing } from '../../../src/crypto/key-ring.ts'
import { createLogger } from '../../../src/observability/logger.ts'
import { createMetrics } from '../../../src/observability/metrics.ts'
import {
  markFailing,
  markNeedsRelink,
  markTried,
} from '../../../src/store/accounts/account-state.ts'
import { createAccountCiphers } from '../../../src/store/credentials/account-ciphers.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import {
  createNoticeWorkflows,
  type NoticeWorkflows,
} from '../../../src/temporal/notice-workflows.ts'
import { testLogger } from '../../support/servers/log-sink.ts'
import { installRuntimeOnce } from '../../support/servers/temporal-runtime.ts'
import { type NoticeReceiver, startNoticeReceiver } from '../../support/api/notice-receiver.ts'
import { newestNotice } from '../../support/rows/newest-notice.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { startStubbedWorkers } from '../../support/fixtures/stubbed-workers-fixture.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'
import { TEST_NAMING } from '../../support/temporal/test-naming.ts'

const KEYS = `test:${Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')}`

let store: Store
let receiver: NoticeReceiver
/** The service's clock. */
let at = new Date()
beforeAll(async () => {
  installRuntimeOnce()
  store = await openStore(await anyEmptyStore())
  receiver = await startNoticeReceiver(() => at)
})
afterAll(async () => {
  await store.destroy()
  await receiver.close()
})
beforeEach(async () => {
  await store.deleteFrom('account').execute()
  at = new Date()
})

/** What any process needs to send notices. */
const telling = () => {
  const env = { ENCRYPTION_KEYS: KEYS, PUBLIC_URL: 'http://127.0.0.1:8080', ...receiver.env }
  const config = parseConfig(env, { mode: 'keys' })
  const ciphers = createAccountCiphers(store, createKeyRing(config.encryptionKeys))
  return { store, config, ciphers, metrics: createMetrics(), now: () => at }
}

async function loseLink(on24ClientId: string): Promise<string> {
  await storeAccount(store, on24ClientId, { createdAt: at })
  await markNeedsRelink(store, on24ClientId, 'Refused.', at)
  return newestNotice(store, on24ClientId)
}

async function fail(on24ClientId: string): Promise<string> {
  await storeAccount(store, on24ClientId, { createdAt: at })
  await markFailing(store, on24ClientId, 'ON24 does not answer.', at)
  return newestNotice(store, on24ClientId)
}

function startDispatcher(noticeWorkflows: NoticeWorkflows, logger = testLogger()) {
  const dispatch = createNoticeStarter({ ...telling(), noticeWorkflows, logger })
  const dispatcher = startPeriodicWork(dispatch, {
    everyMs: 20,
    logger,
    whenItFails: 'Workflows of notices cannot be started: operators are told without them',
  })
  onTestFinished(() => dispatcher.stop())
  return dispatcher
}

const receivedIds = (ids: readonly string[]) =>
  receiver.received.map(({ id }) => id).filter((id) => ids.includes(id))

async function waiting(): Promise<number> {
  const rows = await store
    .selectFrom('notice')
    .select('id')
    .where('dispatchedAt', 'is', null)
    .where('settledAt', 'is', null)
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
  ids.push(await fail('4'))
  await store.transaction().execute((tx) => markTried(tx, '4', { isGood: true, at }))
  ids.push(await newestNotice(store, '4'))
  const workflows = createNoticeWorkflows(client, TEST_NAMING)
  for (let process = 1; process <= 3; process += 1) startDispatcher(workflows)
  await expect.poll(waiting).toBe(0)
  for (const id of ids) await client.workflow.getHandle(noticeWorkflowId(id)).result()

  await store.updateTable('notice').set({ dispatchedAt: null }).execute()
  await expect.poll(waiting).toBe(0)
  expect(delivered.toSorted()).toEqual(ids.toSorted())
  const [id = ''] = ids
  const described = await client.workflow.getHandle(noticeWorkflowId(id)).describe()
  const attributes = described.typedSearchAttributes.getAll()
  expect(attributes.find(({ key }) => key.name === 'On24ClientId')?.value).toBe('1')
  expect(await described.staticSummary()).toBe(
    'Notice: `Brightwater` (ON24 client 1) must be linked again',
  )
  const [failing = '', over = ''] = ids.slice(3)
  const summaryOf = async (notice: string) =>
    (await client.workflow.getHandle(noticeWorkflowId(notice)).describe()).staticSummary()
  expect(await summaryOf(failing)).toBe('Notice: `Brightwater` (ON24 client 4) is failing')
  expect(await summaryOf(over)).toBe('Notice: over: `Brightwater` (ON24 client 4) is failing')
  expect(described.historyLength).toBeLessThan(20)
})

test('without Temporal each notice is sent once by any process, and each log warns once', async () => {
  const lines: string[] = []
  const logger = createLogger({ destination: { write: (line) => lines.push(line) } })
  const linesWith = (words: string) => lines.filter((line) => line.includes(words))
  const recovered = () => linesWith('It works again').length
  const warned = () => linesWith('cannot be started').length - recovered()
  const started: string[] = []
  let isAway = true
  const workflows: NoticeWorkflows = {
    start: ({ id }) => {
      if (isAway) return Promise.reject(new Error('unavailable'))
      started.push(id)
      return Promise.resolve()
    },
  }
  const ids = [await loseLink('1'), await fail('2')]
  for (let process = 1; process <= 2; process += 1) startDispatcher(workflows, logger)
  await expect.poll(waiting).toBe(0)
  expect(receivedIds(ids).toSorted()).toEqual(ids.toSorted())
  expect([1, 2]).toContain(warned())
  expect(lines.filter((line) => line.includes('Notice to operators'))).toHaveLength(2)

  isAway = false
  const later = await loseLink('3')
  await expect.poll(waiting).toBe(0)
  expect(started.filter((id) => id !== later)).toEqual([])
  // A workflow that starts late for one of these notices has nothing left to send.
  const signal = AbortSignal.timeout(10_000)
  const onSettled = () => expect.fail('told again')
  const onRemark = (remark: string) => expect.fail(remark)
  for (const id of ids) {
    const options = { signal, onSettled, onRemark }
    expect(await createSendNotice(telling())(id, options)).toBe('delivered')
  }
  expect(receivedIds(ids)).toHaveLength(2)
})

test('without Temporal a refused notice is retried after a minute, then at growing intervals', async () => {
  receiver.answers.push(500, 500, 500)
  const ids = [await fail('1')]
  const created = at.getTime()
  let looks = 0
  const start = () => {
    looks += 1
    return Promise.reject(new Error('unavailable'))
  }
  const lines: string[] = []
  startDispatcher({ start }, createLogger({ destination: { write: (line) => lines.push(line) } }))
  for (const [seconds, attempts] of [
    ...[
      [0, 1],
      [59, 1],
      [60, 2],
      [119, 2],
      [120, 3],
      [239, 3],
    ],
    ...[
      [240, 4],
      [100_000, 4],
    ],
  ] as const) {
    at = new Date(created + seconds * 1000)
    await expect.poll(() => receivedIds(ids).length).toBe(attempts)
    const before = looks
    const hasLookedOrIsDone = async () => looks > before + 2 || (await waiting()) === 0
    await expect.poll(hasLookedOrIsDone).toBe(true)
    expect(receivedIds(ids)).toHaveLength(attempts)
  }
  expect(await waiting()).toBe(0)
  expect(lines.filter((line) => line.includes('WEBHOOK_URL) answered 500.'))).toHaveLength(3)
})

test('a notice that cannot be started holds back no other', async () => {
  receiver.answers.push(500)
  await loseLink('1')
  await loseLink('2')
  const start: NoticeWorkflows['start'] = ({ on24ClientId }) =>
    on24ClientId === '1' ? Promise.reject(new Error('refused')) : Promise.resolve()
  startDispatcher({ start })
  await expect.poll(waiting).toBe(1)
})

test('a dispatcher that is stopped waits for no start, not even for one that heeds no signal', async () => {
  const asked = Promise.withResolvers<AbortSignal>()
  const id = await loseLink('1')
  const dispatcher = startDispatcher({
    start: (_notice, signal) => {
      asked.resolve(signal)
      return new Promise(() => undefined)
    },
  })
  const signal = await asked.promise
  await dispatcher.stop()
  expect(signal.aborted).toBe(true)
  expect(await waiting()).toBe(1)
  expect(receivedIds([id])).toEqual([])
})

test('a notice that is never accepted is given up in the store, and its workflow fails with the reason', async () => {
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
