/** Operators' decisions about rows, in the store: waiting rows, notices, and ledgers that add up. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ledgerAddsUp } from '../../../src/contracts/run.ts'
import { computeLedger } from '../../../src/store/runs/ledger.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { applyHeld, dropHeld } from '../../../src/store/rows/decide-held.ts'
import { dropRowsOfExcluded } from '../../../src/store/rows/drop.ts'
import { retryRejected } from '../../../src/store/rows/retry.ts'
import { planReads } from '../../../src/store/runs/work-list.ts'
import { saveReadCounts } from '../../../src/store/runs/run-webinars.ts'
import { openRun } from '../../../src/store/runs/runs.ts'
import { takeUpRows } from '../../../src/store/rows/take-up.ts'
import { writeTroubleNotices } from '../../../src/store/troubles/trouble-notices.ts'
import { recordTrouble } from '../../../src/store/troubles/troubles.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import {
  storeHeld,
  storeRegistrations,
  storeRows,
  storeWebinar,
} from '../../support/rows/waiting-rows.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const ID = '22950'
const AT = new Date('2026-06-15T07:00:00Z')
const LATER = new Date('2026-06-15T08:00:00Z')
const RUN = 'run-at-work'
const PLACE = { on24ClientId: ID, eventId: '1001', at: AT }
const OTHER = { ...PLACE, eventId: '1002' }

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
})
afterAll(() => store.destroy())
beforeEach(async () => {
  for (const table of ['notice', 'runWebinar', 'run', 'account'] as const) {
    await store.deleteFrom(table).execute()
  }
  await storeAccount(store, ID, { createdAt: AT })
  for (const place of [PLACE, OTHER]) await storeWebinar(store, place)
})

/** Opens a run that has read that many registrations of each webinar. */
async function openRunThatRead(counts: Readonly<Record<string, number>>, runKey = RUN) {
  const ids = { workflowId: runKey, runId: runKey, on24ClientId: ID }
  const times = { windowFrom: null, windowTo: AT, startedAt: AT }
  await openRun(store, { runKey, trigger: 'schedule', ...ids, ...times })
  await planReads(store, runKey, Object.keys(counts))
  for (const [eventId, read] of Object.entries(counts)) {
    await saveReadCounts(store, runKey, eventId, { read, unchanged: 0, filtered: {} }, true)
  }
}

async function ledgerOf(runKey = RUN) {
  const ledger = await computeLedger(store, runKey)
  expect(ledgerAddsUp(ledger), JSON.stringify(ledger)).toBe(true)
  return ledger
}

const within = <T>(work: (tx: Store) => Promise<T>) => store.transaction().execute(work)

/** Every waiting row as `<webinar>/<registrant> <state>`. */
async function waiting(): Promise<string[]> {
  const rows = await store
    .selectFrom('waitingRow')
    .selectAll()
    .orderBy('eventId')
    .orderBy('registrantId')
    .execute()
  return rows.map((row) => `${row.eventId}/${row.registrantId} ${row.state}`)
}

/** Notices to operators, in order. */
async function told(): Promise<string[]> {
  const notices = await store.selectFrom('notice').selectAll().orderBy('seq').execute()
  return notices.map(({ kind, ends }) => (ends === null ? kind : `${kind} ${ends}`))
}

test('applied held removals wait for the next delivery, and the end of the problem is reported', async () => {
  await openRunThatRead({ 1001: 2 })
  await storeHeld(store, PLACE, ['1', '2'], RUN)
  await within((tx) => writeTroubleNotices(tx, ID, AT))
  expect(await within((tx) => applyHeld(tx, PLACE, LATER))).toBe(2)
  expect(await waiting()).toEqual(['1001/1 pending', '1001/2 pending'])
  const rows = await store.selectFrom('waitingRow').select('removalDecided').execute()
  expect(rows).toEqual([{ removalDecided: true }, { removalDecided: true }])
  expect(await told()).toEqual(['removalsHeld', 'recovered removalsHeld'])
  expect(await ledgerOf()).toMatchObject({ read: 2, pending: 2 })
})

test('dropped held removals leave their run’s counts, and the people stay in the list', async () => {
  await openRunThatRead({ 1001: 3 })
  await storeHeld(store, PLACE, ['1', '2'], RUN)
  await storeRows(store, PLACE, [{ registrantId: '3', runKey: RUN }])
  await within((tx) => writeTroubleNotices(tx, ID, AT))
  expect(await within((tx) => dropHeld(tx, PLACE, LATER))).toBe(2)
  expect(await waiting()).toEqual(['1001/3 pending'])
  const people = await store.selectFrom('registration').select('keptDespite').execute()
  expect(people).toEqual([{ keptDespite: 'forgotten' }, { keptDespite: 'forgotten' }])
  expect(await told()).toEqual(['removalsHeld', 'recovered removalsHeld'])
  expect(await ledgerOf()).toMatchObject({ read: 3, pending: 3 })
})

test('held removals of another webinar are left alone, and where nothing is held nothing changes', async () => {
  await storeHeld(store, OTHER, ['1'])
  expect(await within((tx) => applyHeld(tx, PLACE, LATER))).toBe(0)
  expect(await within((tx) => dropHeld(tx, PLACE, LATER))).toBe(0)
  expect(await waiting()).toEqual(['1002/1 held'])
})

test('rows that Act-On refused are sent again by the next run, and end in the one at work as rejected', async () => {
  await openRunThatRead({ 1001: 3 })
  const refused = { state: 'rejected', rejectedBy: 'actOn', rejectedReason: 'x' } as const
  await storeRows(store, PLACE, [
    { ...refused, registrantId: '1', runKey: RUN, refusedInRun: RUN, sealedWords: 'x' },
    { ...refused, registrantId: '2', runKey: RUN, tries: 2 },
    { registrantId: '3', runKey: RUN },
  ])
  expect(await within((tx) => retryRejected(tx, ID, AT))).toBe(2)
  expect(await waiting()).toEqual(['1001/1 pending', '1001/2 pending', '1001/3 pending'])
  const [row] = await store.selectFrom('waitingRow').selectAll().execute()
  expect(row).toMatchObject({
    ...{ rejectedBy: null, rejectedReason: null, sealedWords: null, refusedInRun: null },
  })
  expect(await ledgerOf()).toMatchObject({ read: 3, rejected: 2, pending: 1 })

  await openRunThatRead({}, 'next')
  await within((tx) => takeUpRows(tx, 'next', PLACE))
  expect(await ledgerOf('next')).toMatchObject({ read: 0, carriedOver: 3, pending: 3 })
  expect(await ledgerOf()).toMatchObject({ read: 3, rejected: 2, pending: 1 })
})

test('rows refused by the mapping have no content to send: only their webinars are read again', async () => {
  await storeRows(store, PLACE, [
    { registrantId: '1', state: 'rejected', rejectedBy: 'mapping', rejectedField: 'Company' },
  ])
  expect(await within((tx) => retryRejected(tx, ID, AT))).toBe(1)
  expect(await waiting()).toEqual(['1001/1 rejected'])
  const webinars = await store
    .selectFrom('webinar')
    .select(['eventId', 'lastReadStartedAt'])
    .orderBy('eventId')
    .execute()
  expect(webinars).toEqual([
    { eventId: '1001', lastReadStartedAt: null },
    { eventId: '1002', lastReadStartedAt: AT },
  ])
})

test('an excluded webinar has no waiting rows and no problems any more, and the end is reported', async () => {
  await openRunThatRead({ 1001: 3 })
  await storeHeld(store, PLACE, ['1'], RUN)
  await storeRows(store, PLACE, [
    { registrantId: '2', runKey: RUN },
    { registrantId: '3', runKey: RUN, state: 'rejected', rejectedBy: 'actOn' },
  ])
  await storeRegistrations(store, OTHER, ['9'])
  await storeRows(store, OTHER, [{ registrantId: '9' }])
  for (const place of [PLACE, OTHER]) {
    await recordTrouble(store, place, { kind: 'listRefused', detail: '403', at: AT })
    await recordTrouble(store, place, { kind: 'columnMissing', detail: 'City', at: AT })
  }
  await within((tx) => writeTroubleNotices(tx, ID, AT))
  await within((tx) => dropRowsOfExcluded(tx, PLACE, LATER))
  expect(await waiting()).toEqual(['1002/9 pending'])
  const left = await store.selectFrom('trouble').select(['eventId', 'kind']).execute()
  expect(left.every((trouble) => trouble.eventId === '1002')).toBe(true)
  expect(left).toHaveLength(2)
  // A kind of trouble that another webinar still has is not reported as recovered.
  expect((await told()).filter((notice) => notice.startsWith('recovered'))).toEqual([
    'recovered removalsHeld',
  ])
  expect(await store.selectFrom('registration').select('registrantId').execute()).toHaveLength(2)
  expect(await ledgerOf()).toMatchObject({ read: 3, pending: 2, rejected: 1 })
})
