import { insertWaitingRows } from '../../../src/store/rows/stored/insert-waiting-rows.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { confirmWritten } from '../../../src/store/rows/confirm-written.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { markForgotten, registrationsOf } from '../../../src/store/rows/stored/registrations.ts'
import { type NewWaitingRow, waitingRowsOf } from '../../../src/store/rows/stored/waiting-rows.ts'
import { saveWebinars } from '../../../src/store/webinars/discovered-webinars.ts'
import { hashesOf } from '../../../src/store/rows/stored/row-hashes.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { testHash } from '../../support/rows/test-hash.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const NOW = new Date('2026-05-05T12:00:00Z')
const CLIENT = '22950'

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
  await storeAccount(store, CLIENT, { createdAt: NOW })
})
afterAll(() => store.destroy())

async function webinar(eventId: string): Promise<void> {
  const nothing = { goodAfter: null, liveStart: null, liveEnd: null, lastUpdated: null }
  const about = { title: null, contentType: 'webcast', isTestEvent: false, isActive: true }
  await saveWebinars(store, CLIENT, [{ eventId, on24ClientId: CLIENT, ...about, ...nothing }], NOW)
}

function waiting(eventId: string, registrantId: string, address: string): NewWaitingRow {
  return {
    on24ClientId: CLIENT,
    eventId,
    registrantId,
    action: 'upsert',
    state: 'pending',
    sealed: 'x'.repeat(1000),
    addressHash: testHash(address),
    registrationHash: testHash('r'),
    activityHash: testHash('a'),
    cellsMask: 1,
    attended: false,
    runKey: 'run',
    readStartedAt: NOW,
    firstSeenAt: NOW,
  }
}

async function write(eventId: string, rows: readonly NewWaitingRow[]): Promise<void> {
  await insertWaitingRows(store, rows)
  const sent = (await waitingRowsOf(store, CLIENT, eventId)).map(hashesOf)
  await confirmWritten(store, {
    on24ClientId: CLIENT,
    eventId,
    runKey: 'run',
    rows: sent,
    created: null,
    at: NOW,
  })
}

async function kept(eventId: string): Promise<Record<string, string>> {
  const rows = await registrationsOf(store, CLIENT, eventId)
  return Object.fromEntries(rows.map((row) => [row.registrantId, row.addressHash]))
}

test('an address taken over by another registration is kept once, and the forgotten registration leaves a receipt', async () => {
  await webinar('1')
  await write('1', [waiting('1', '11', 'ada'), waiting('1', '12', 'bob')])
  await markForgotten(store, CLIENT, '1', ['11'], NOW)
  await write('1', [waiting('1', '13', 'ada')])
  expect(await kept('1')).toEqual({ 12: testHash('bob'), 13: testHash('ada') })
  const receipts = await store.selectFrom('removalReceipt').select('registrantId').execute()
  expect(receipts).toEqual([{ registrantId: '11' }])
})

test('two registrations that swapped their addresses are both kept', async () => {
  await webinar('2')
  await write('2', [waiting('2', '21', 'ada'), waiting('2', '22', 'bob')])
  await write('2', [waiting('2', '21', 'bob'), waiting('2', '22', 'ada')])
  expect(await kept('2')).toEqual({ 21: testHash('bob'), 22: testHash('ada') })
})

// A join would take a minute here: PostgreSQL has no statistics for rows that were stored a moment ago.
test('ten thousand rows, new and then changed, are confirmed within seconds', async () => {
  await webinar('3')
  const rows = Array.from({ length: 10_000 }, (_, index) =>
    waiting('3', String(index), `address ${String(index)}`),
  )
  await write('3', rows)
  await write('3', rows)
  expect(Object.keys(await kept('3'))).toHaveLength(10_000)
  expect(await waitingRowsOf(store, CLIENT, '3')).toEqual([])
}, 40_000)
