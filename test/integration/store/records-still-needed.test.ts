/** What is cleaned beside the records of old-records.test.ts, and what of it is kept however old it is. */
import { sql } from 'kysely'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { openStore, type Store } from '../../../src/store/database.ts'
import { dropOldRecords } from '../../../src/store/drop-old-records.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOW = new Date('2026-03-01T00:00:00Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS)
const KEPT_DAYS = 400

let store: Store
beforeEach(async () => {
  store = await openStore(await anyEmptyStore())
  onTestFinished(() => store.destroy())
  await storeAccount(store, '1', { createdAt: daysAgo(900) })
})

/** Rows as text, so that a test shows whole tables. @param values in SQL; a day is an interval before NOW. */
async function insert(table: string, rows: readonly (readonly unknown[])[]): Promise<void> {
  for (const row of rows) {
    const values = row.map((value) =>
      value instanceof Date ? sql`${value.toISOString()}` : sql`${value}`,
    )
    await sql`insert into ${sql.raw(table)} values (${sql.join(values)})`.execute(store)
  }
}

const clean = () =>
  dropOldRecords(store, { now: NOW, keptSince: daysAgo(KEPT_DAYS) }, new AbortController().signal)

async function left(table: string, column: string): Promise<unknown[]> {
  const { rows } = await sql<{ name: unknown }>`
    select ${sql.ref(column)} as name from ${sql.table(table)} order by 1
  `.execute(store)
  return rows.map(({ name }) => name)
}

const linked = () =>
  store
    .updateTable('account')
    .set({ cursorAt: daysAgo(1) })
    .execute()

const storeRuns = (runs: Readonly<Record<string, number>>) =>
  insert(
    'run (run_key, on24_client_id, workflow_id, run_id, trigger, window_to, started_at, finished_at)',
    Object.entries(runs).map(([key, days]) => [
      ...[key, '1', key, 'first', 'schedule'],
      ...[daysAgo(days), daysAgo(days), daysAgo(days)],
    ]),
  )

const storeWebinar = (eventId: string, liveDaysAgo: number) =>
  insert('webinar (on24_client_id, event_id, content_type, is_test_event, live_start)', [
    ['1', eventId, 'webcast', false, daysAgo(liveDaysAgo)],
  ])

test('short-lived records are deleted once they are over, although no visitor and no run comes', async () => {
  await insert(
    'invitation (token_hash, on24_client_id, made_by, created_at, expires_at, used_at)',
    [
      ['unused, over', '1', 'operator:ada', daysAgo(8), daysAgo(1), null],
      ['used two days ago', '1', 'operator:ada', daysAgo(3), daysAgo(-4), daysAgo(2)],
      ['used today', '1', 'operator:ada', daysAgo(3), daysAgo(-4), daysAgo(0.5)],
      ['open', '1', 'operator:ada', daysAgo(3), daysAgo(-4), null],
    ],
  )
  await insert('done_cookie (cookie_hash, on24_client_id, expires_at)', [
    ['over', '1', daysAgo(1)],
    ['valid', '1', daysAgo(-1)],
  ])
  await insert('operator_session (cookie_hash, operator, expires_at)', [
    ['over', 'ada', daysAgo(1)],
    ['valid', 'ada', daysAgo(-0.4)],
  ])
  await insert('sign_in (user_key, at)', [
    ['1', daysAgo(1.1)],
    ['2', daysAgo(0.9)],
  ])
  await insert('rate_limit (key, hits, resets_at)', [
    ['over', 1, daysAgo(0.1)],
    ['counting', 1, daysAgo(-0.1)],
  ])
  await insert('lease (name, owner, expires_at)', [
    ['of a killed owner', 'x', daysAgo(2)],
    ['just expired', 'x', daysAgo(0.5)],
    ['held', 'x', daysAgo(-0.01)],
  ])
  await insert('pace (key, given_at, next_at, slowed_at)', [
    ['of a removed account', daysAgo(30), daysAgo(30), null],
    ['slowed today', daysAgo(30), daysAgo(30), daysAgo(0.5)],
    ['in use', daysAgo(0.1), daysAgo(0.1), null],
  ])

  await clean()
  expect({
    invitation: await left('invitation', 'token_hash'),
    doneCookie: await left('done_cookie', 'cookie_hash'),
    session: await left('operator_session', 'cookie_hash'),
    signIn: await left('sign_in', 'user_key'),
    rateLimit: await left('rate_limit', 'key'),
    lease: await left('lease', 'name'),
    pace: await left('pace', 'key'),
  }).toEqual({
    invitation: ['open', 'used today'],
    doneCookie: ['valid'],
    session: ['valid'],
    signIn: ['2'],
    rateLimit: ['counting'],
    lease: ['held', 'just expired'],
    pace: ['in use', 'slowed today'],
  })
})

test('marks of a scan that came after their run’s end are deleted with the scan', async () => {
  await linked()
  await storeRuns({ ended: 2, 'just ended': 0.1 })
  await insert('scan (run_key, question)', [
    ['ended', 'x'],
    ['just ended', 'x'],
  ])
  await insert('scan_page (run_key, question, number, page)', [['ended', 'x', 0, '{}']])
  await clean()
  expect(await left('scan', 'run_key')).toEqual(['just ended'])
  expect(await left('scan_page', 'run_key')).toEqual([])
})

test('a receipt is kept while comparisons read its list', async () => {
  await storeWebinar('old', 500)
  await storeWebinar('recent', 390)
  await insert(
    'removal_receipt (on24_client_id, event_id, registrant_id, rows_removed, removed_at, note)',
    [
      ['1', 'old', 'old receipt of an old webinar', 1, daysAgo(450), ''],
      ['1', 'old', 'new receipt of an old webinar', 1, daysAgo(350), ''],
      ['1', 'recent', 'old receipt of a recent webinar', 1, daysAgo(450), ''],
    ],
  )
  await clean()
  expect(await left('removal_receipt', 'registrant_id')).toEqual([
    'new receipt of an old webinar',
    'old receipt of a recent webinar',
  ])
})

test('the beginning of a trouble that lasts is kept, so that its end is told', async () => {
  const notice = (id: string, ends: string | null, days: number) => [
    ...[id, '1', ends === null ? 'needsRelink' : 'recovered', '', ends],
    ...[daysAgo(days), daysAgo(days), 'delivered'],
  ]
  await insert('notice (id, on24_client_id, kind, reason, ends, created_at, settled_at, outcome)', [
    notice('earlier beginning', null, 700),
    notice('earlier end', 'needsRelink', 650),
    notice('lasts since', null, 600),
  ])
  await clean()
  expect(await left('notice', 'id')).toEqual(['lasts since'])
})

test('a run is kept while rows that its repair found wait to be removed', async () => {
  await linked()
  await storeWebinar('501', 600)
  await storeRuns({ repair: 500, done: 490, latest: 1 })
  for (const run of ['repair', 'done']) {
    await insert('verification (run_key, repair, writes)', [[run, true, true]])
    await insert('compared_list (run_key, event_id, contacts, compared_at)', [
      [run, '501', 1, daysAgo(490)],
    ])
  }
  await insert('finding (run_key, event_id, number, kind, record_id, repaired_at)', [
    ['repair', '501', 1, 'extra', '7', null],
    ['done', '501', 1, 'extra', '8', daysAgo(489)],
  ])
  await insert('trouble (on24_client_id, event_id, kind, detail, rows, since)', [
    ['1', '501', 'removalsHeld', 'x', 1, daysAgo(490)],
  ])
  await clean()
  expect(await left('run', 'run_key')).toEqual(['latest', 'repair'])
  await sql`delete from trouble`.execute(store)
  await clean()
  expect(await left('run', 'run_key')).toEqual(['latest'])
  expect(await left('finding', 'run_key')).toEqual([])
})

test('the first run of an account that ON24 has never answered is kept: the next one looks back from it', async () => {
  await storeRuns({ first: 500, second: 490, latest: 1 })
  await clean()
  expect(await left('run', 'run_key')).toEqual(['first', 'latest'])
  await linked()
  await clean()
  expect(await left('run', 'run_key')).toEqual(['latest'])
})
