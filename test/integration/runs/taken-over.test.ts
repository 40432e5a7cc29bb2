/** Rows that one run counts as waiting and another run has taken over: the store knows which run that is. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction, openStore, type Store } from '../../../src/store/database.ts'
import { findListedRun } from '../../../src/store/runs/run-list.ts'
import { openRun } from '../../../src/store/runs/runs.ts'
import { takenOver } from '../../../src/store/runs/taken-over.ts'
import { planReads } from '../../../src/store/runs/work-list.ts'
import { takeUpRows } from '../../../src/store/rows/take-up.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const ID = '22950'
const AT = new Date('2026-05-01T06:00:00Z')
const LATER = new Date('2026-05-01T06:01:00Z')
const PLACE = { on24ClientId: ID, eventId: '10', at: AT }

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
  await storeAccount(store, ID)
  for (const eventId of ['10', '11']) await storeWebinar(store, { ...PLACE, eventId })
  await begin('sync', AT)
  for (const other of ['backfill', 'elsewhere']) await begin(other, LATER)
  await planReads(store, 'sync', ['10'])
  await planReads(store, 'elsewhere', ['11'])
  const rows = ['1', '2'].map((registrantId) => ({ registrantId, runKey: 'sync' }))
  await storeRows(store, PLACE, rows)
})
afterAll(() => store.destroy())

async function begin(runKey: string, startedAt: Date): Promise<void> {
  const times = { windowFrom: null, windowTo: startedAt, startedAt }
  const names = { runKey, workflowId: runKey, runId: 'r', trigger: 'sync' } as const
  await openRun(store, { ...names, ...times, on24ClientId: ID })
}

async function lostBy(workflowId: string) {
  const run = await findListedRun(store, ID, { workflowId, runId: 'r' })
  const taken = await takenOver(store, run ?? expect.fail('no such run'))
  return taken && { rows: taken.rows, by: taken.by.map((one) => one.workflowId) }
}

test('it is told while the rows wait there, and after that run has written them', async () => {
  expect(await lostBy('sync')).toBeNull()
  await inTransaction(store, (tx) => takeUpRows(tx, 'backfill', PLACE))
  expect(await lostBy('sync')).toEqual({ rows: 2, by: ['backfill'] })
  expect(await lostBy('backfill')).toBeNull()
  await store.deleteFrom('waitingRow').execute()
  expect(await lostBy('sync')).toEqual({ rows: 2, by: ['backfill'] })
})

test('a run that ended before cannot have them, and without its webinars nobody is named', async () => {
  const before = new Date(AT.getTime() - 1000)
  await store
    .updateTable('run')
    .set({ finishedAt: before })
    .where('runKey', '=', 'backfill')
    .execute()
  expect(await lostBy('sync')).toEqual({ rows: 2, by: [] })
})
