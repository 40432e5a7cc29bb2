import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunOutcome } from '../../../src/contracts/run.ts'
import { saveLink } from '../../../src/store/accounts/accounts.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { planReads } from '../../../src/store/runs/work-list.ts'
import { saveReadCounts, setWebinarProgress } from '../../../src/store/runs/run-webinars.ts'
import { type NewRun, openRun } from '../../../src/store/runs/runs.ts'
import { firstSync } from '../../../src/web/link/first-sync.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const CLIENT = '22950'
const LINKED_AT = new Date('2026-05-05T12:00:00Z')

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
})
afterAll(() => store.destroy())

beforeEach(async () => {
  await store.deleteFrom('account').execute()
  await storeAccount(store, CLIENT, { createdAt: LINKED_AT })
  await saveLink(store, CLIENT, {
    actOnAccountId: '41000',
    actOnAccountName: 'Brightwater',
    timeZone: 'UTC',
    linkedAt: LINKED_AT,
  })
})

const state = async () => (await firstSync(store, CLIENT)).state

/** @param minutes after the link; negative for a time before it. */
async function begin(minutes: number, trigger: NewRun['trigger'] = 'link'): Promise<string> {
  const runKey = `run ${String(minutes)}`
  const startedAt = new Date(LINKED_AT.getTime() + minutes * 60_000)
  const run = { runKey, workflowId: 'sync', runId: runKey, on24ClientId: CLIENT, trigger }
  await openRun(store, { ...run, windowFrom: null, windowTo: startedAt, startedAt })
  return runKey
}

async function end(runKey: string, outcome: RunOutcome, rejected = 0): Promise<void> {
  const counts = { read: 0, carriedOver: 0, created: 0, updated: 0, unchanged: 0, removed: 0 }
  await store
    .updateTable('run')
    .set({
      outcome,
      finishedAt: LINKED_AT,
      ledger: JSON.stringify({ ...counts, filtered: {}, rejected, pending: 0 }),
    })
    .where('runKey', '=', runKey)
    .execute()
}

test('a first sync is followed from its start to its end', async () => {
  expect(await state()).toBe('waiting')
  const run = await begin(1)
  expect(await state()).toBe('discovering')

  await planReads(store, run, ['1', '2', '3'])
  expect(await firstSync(store, CLIENT)).toMatchObject({
    state: 'reading',
    webinars: { of: 3, read: 0, finished: 0 },
  })
  const nothing = { read: 0, unchanged: 0, filtered: {} }
  await saveReadCounts(store, run, '1', nothing, false)
  await saveReadCounts(store, run, '2', nothing, true)
  expect(await firstSync(store, CLIENT)).toMatchObject({
    state: 'reading',
    webinars: { of: 3, read: 2, finished: 1 },
  })
  await setWebinarProgress(store, run, '3', { readState: 'skipped' })
  expect(await firstSync(store, CLIENT)).toMatchObject({
    state: 'writing',
    webinars: { of: 3, read: 3, finished: 2 },
  })
  await end(run, 'rejections', 4)
  expect(await firstSync(store, CLIENT)).toMatchObject({ state: 'done', rejected: 4 })
})

test.each(['paused', 'waitingForQuota', 'needsRelink', 'failed'] as const)(
  'a first sync that ended as %s is shown as that until a later one ends well',
  async (outcome) => {
    await end(await begin(1), outcome)
    expect(await state()).toBe(outcome)
    await begin(360, 'schedule')
    expect(await state()).toBe('discovering')
    await end(await begin(361, 'sync'), 'complete')
    expect(await state()).toBe('done')
  },
)

test('later runs do not change a finished first sync', async () => {
  await end(await begin(1), 'rejections', 4)
  await begin(360, 'schedule')
  expect(await firstSync(store, CLIENT)).toMatchObject({ state: 'done', rejected: 4 })
})

test('after a relink, runs from before it do not count', async () => {
  await end(await begin(-360, 'schedule'), 'needsRelink')
  await begin(-1, 'schedule')
  expect(await state()).toBe('waiting')
})

test('a backfill does not count as the first sync', async () => {
  await end(await begin(1, 'backfill'), 'complete')
  expect(await state()).toBe('waiting')
})
