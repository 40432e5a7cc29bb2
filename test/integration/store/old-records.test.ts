/** Records that are older than RETENTION_DAYS are deleted, and nothing that is still needed. */
import type { Insertable } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordAudit } from '../../../src/store/audit.ts'
import { dropOldRecords } from '../../../src/store/drop-old-records.ts'
import type { JournalEntryTable, NoticeTable } from '../../../src/store/schema.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { openRun, saveRunEnd } from '../../../src/store/runs/runs.ts'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const BEFORE = new Date('2026-01-01T00:00:00Z')
const OLD = new Date('2025-06-01T00:00:00Z')
const RECENT = new Date('2026-02-01T00:00:00Z')
const NEVER = new AbortController().signal
const NOW = new Date('2026-03-01T00:00:00Z')
/** RETENTION_DAYS, in this test. */
const TIMES = { now: NOW, keptSince: BEFORE }

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
  for (const id of ['1', '2']) await storeAccount(store, id, { createdAt: OLD })
  await store.updateTable('account').set({ cursorAt: RECENT }).execute()
})
afterAll(() => store.destroy())

async function endedRun(on24ClientId: string, at: Date): Promise<void> {
  const runKey = `${on24ClientId}/${at.toISOString()}`
  const names = { workflowId: runKey, runId: 'first', trigger: 'schedule' } as const
  await openRun(store, {
    ...{ runKey, on24ClientId, windowFrom: null, windowTo: at, startedAt: at },
    ...names,
  })
  const end = { outcome: 'complete', failure: null, ledger: EMPTY_LEDGER, webinarsRead: 0 } as const
  await saveRunEnd(store, runKey, { at, ...end })
}

const entry = (registrantId: string, endedAt: Date): Insertable<JournalEntryTable> => ({
  ...{ on24ClientId: '1', eventId: '10', registrantId, seenAt: endedAt, endedAt, changed: 0 },
  ...{ attended: false, decision: 'write', outcome: 'written', reason: null, addressHash: null },
})

const notice = (id: string, createdAt: Date, settledAt: Date | null): Insertable<NoticeTable> => ({
  ...{ id, on24ClientId: '1', kind: 'late', reason: 'x', createdAt, settledAt },
})

test('old records are deleted, and an account keeps its latest run', async () => {
  await endedRun('1', OLD)
  await endedRun('1', RECENT)
  await endedRun('2', OLD)
  await store
    .insertInto('journalEntry')
    .values([entry('old', OLD), entry('recent', RECENT)])
    .execute()
  const audit = { on24ClientId: '1', actor: 'operator:ada', result: 'ok', address: null } as const
  await recordAudit(store, { ...audit, action: 'registered', at: OLD })
  await recordAudit(store, { ...audit, action: 'linked', at: RECENT })
  await store
    .insertInto('notice')
    .values([
      notice('old', OLD, OLD),
      notice('recent', RECENT, RECENT),
      notice('undelivered', OLD, null),
    ])
    .execute()

  expect(await dropOldRecords(store, TIMES, NEVER)).toMatchObject({
    ...{ journal_entry: 1, run: 1, audit_entry: 1, notice: 1, operator_access: 0 },
  })
  const runs = await store.selectFrom('run').select('runKey').orderBy('runKey').execute()
  expect(runs.map(({ runKey }) => runKey)).toEqual([
    `1/${RECENT.toISOString()}`,
    `2/${OLD.toISOString()}`,
  ])
  const entries = await store.selectFrom('journalEntry').select('registrantId').execute()
  expect(entries).toEqual([{ registrantId: 'recent' }])
  const notices = await store.selectFrom('notice').select('id').orderBy('id').execute()
  expect(notices.map(({ id }) => id)).toEqual(['recent', 'undelivered'])
  expect(await dropOldRecords(store, TIMES, NEVER)).toMatchObject({ run: 0, journal_entry: 0 })
})

test('nothing is deleted once the process stops', async () => {
  const soon = new Date('2027-01-01T00:00:00Z')
  expect(
    await dropOldRecords(store, { now: soon, keptSince: soon }, AbortSignal.abort()),
  ).toMatchObject({ journal_entry: 0 })
})
