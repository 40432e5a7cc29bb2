import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readCsv } from '../../../src/act-on/csv.ts'
import { recordTrouble } from '../../../src/store/troubles/troubles.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'
import { AT, ID, SECRET, storeListRows } from '../../support/rows/list-rows.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'

const HOUR_MS = 60 * 60 * 1000

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { preset: 'empty' } })
  await storeListRows(api)
})
afterAll(() => api.close())

const Page = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  nextCursor: z.string().nullable(),
})

const list = async (path: string) => Page.parse((await api.call(`/accounts/${ID}/${path}`)).body)

/** The values of `field` on all pages, read with one item per page. */
async function eachOf(path: string, field: string): Promise<unknown[]> {
  const found: unknown[] = []
  let cursor: string | null = null
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`
    const page = await list(`${path}${path.includes('?') ? '&' : '?'}limit=1${more}`)
    found.push(...page.items.map((item) => item[field]))
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

test('webinars are listed, the latest first: those that are written, and those that have a list', async () => {
  expect(await eachOf('webinars', 'eventId')).toEqual(['1005', '1003', '1002', '1001'])
  expect(await eachOf('webinars?settled=true', 'eventId')).toEqual(['1005', '1001'])
  expect(await eachOf('webinars?settled=false', 'eventId')).toEqual(['1003', '1002'])
  expect(await eachOf('webinars?problem=true', 'eventId')).toEqual(['1003'])
  expect(await eachOf('webinars?problem=false', 'eventId')).toEqual(['1005', '1002', '1001'])
  expect(await eachOf('webinars?search=WEBINAR%201002', 'eventId')).toEqual(['1002'])
  expect(await eachOf('webinars?search=1005', 'eventId')).toEqual(['1005'])
  expect(await eachOf('webinars?search=005', 'eventId')).toEqual(['1005'])
  expect(await eachOf('webinars?search=25', 'eventId')).toEqual([])
  const { items } = await list('webinars')
  const { liveStart: start } = await api.store
    .selectFrom('webinar')
    .select('liveStart')
    .where('eventId', '=', '1003')
    .executeTakeFirstOrThrow()
  expect(items[1]).toEqual({
    eventId: '1003',
    title: 'Webinar 1003',
    startsAt: start?.toISOString(),
    listId: null,
    listName: null,
    // Two of the three registrations share an address.
    contacts: 2,
    held: 1,
    pending: 0,
    problem: {
      kind: 'removalsHeld',
      since: AT.toISOString(),
      rows: 1,
      message: expect.stringContaining('1 contact would be removed') as unknown,
      nextStep: expect.stringContaining('apply or drop') as unknown,
    },
    lastReadAt: null,
    settled: false,
    excluded: false,
  })
  expect(items[0]).toMatchObject({ listId: 'l-5', listName: 'Video (1005)', contacts: 0, held: 0 })
})

test('a webinar is excluded and included, each once in the audit trail, with its id', async () => {
  const exclude = (eventId: string, body: unknown) =>
    api.call(`/accounts/${ID}/webinars/${eventId}`, { method: 'PUT', body })
  for (const excluded of [true, true, false]) {
    const answer = await exclude('1005', { excluded })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ eventId: '1005', excluded })
    expect(await eachOf('webinars?excluded=true', 'eventId')).toEqual(excluded ? ['1005'] : [])
  }
  expect(await eachOf('audit', 'action')).toEqual(['included', 'excluded'])
  expect(await eachOf('audit?action=excluded', 'about')).toEqual(['1005'])
  expect(await eachOf('audit?action=paused', 'about')).toEqual([])
  const { items } = await list('audit')
  expect(items[0]).toMatchObject({ actor: 'operator:test', about: '1005', result: 'ok' })

  expectProblem(await exclude('4242', { excluded: true }), 404, 'webinarUnknown')
  expectProblem(await exclude('x', { excluded: true }), 404, 'webinarUnknown')
  for (const body of [{}, { excluded: 'yes' }]) {
    const answer = await exclude('1005', body)
    expectProblem(answer, 422, 'invalid')
    expect(fieldsOf(answer)).toEqual(['excluded'])
  }
  expect(await eachOf('audit', 'action')).toHaveLength(2)
})

test('rejected rows are listed by webinar, with the reason and without what they hold', async () => {
  expect(await eachOf('rejections', 'on24RegistrantId')).toEqual(['11', '12', '13'])
  expect(await eachOf('rejections?eventId=1002', 'on24RegistrantId')).toEqual(['12', '13'])
  expect(await eachOf('rejections?source=actOn', 'on24RegistrantId')).toEqual(['12', '13'])
  expect(await eachOf('rejections?source=mapping', 'on24RegistrantId')).toEqual(['11'])
  expect(await eachOf('rejections?source=mapping&eventId=1002', 'eventId')).toEqual([])
  const { text: csv } = await api.call(`/accounts/${ID}/rejections.csv?source=mapping`)
  expect(csv.trim().split('\n')).toHaveLength(2)
  const { text, body } = await api.call(`/accounts/${ID}/rejections?limit=2`)
  expect(text).not.toContain(SECRET)
  expect(body).toMatchObject({
    items: [
      {
        on24RegistrantId: '11',
        eventId: '1001',
        field: 'Company',
        reason: 'tooLong',
        source: 'mapping',
        firstSeenAt: AT.toISOString(),
        lastTriedAt: AT.toISOString(),
        tries: 0,
      },
      { field: null, source: 'actOn', lastTriedAt: '2026-05-02T10:00:00.000Z', tries: 2 },
    ],
  })
})

test('accounts are listed with the filters of the query', async () => {
  await storeAccount(api.store, '9200', { name: 'Nordlicht' })
  const ids = async (query: string) =>
    Page.parse((await api.call(`/accounts?${query}`)).body).items.map(
      (item) => item['on24ClientId'],
    )
  expect(await ids('search=nordl')).toEqual(['9200'])
  expect(await ids('sort=lateness')).toEqual(['9100', '9200'])
  expect(await ids('state=unlinked&state=paused&limit=1')).toEqual(['9100'])
  expect(await ids('state=active')).toEqual([])
  expect((await api.call('/accounts')).body).toMatchObject({ nextCursor: null })
})

test('runs are listed, the newest first, a backfill with its days, its counts so far and its expected end', async () => {
  expect(await eachOf('runs', 'runId')).toEqual(['r-1', 'r-2', 'r-8'])
  expect(await eachOf('runs?trigger=schedule', 'runId')).toEqual(['r-2', 'r-8'])
  expect(await eachOf('runs?outcome=complete', 'runId')).toEqual([])
  expect(await eachOf('runs?outcome=incomplete', 'runId')).toEqual(['r-8'])
  expect((await eachOf('runs?trigger=schedule', 'failure')).at(-1)).toBe('3 rows wait.')
  const [backfill] = (await list('runs?limit=1')).items
  expect(backfill).toMatchObject({
    trigger: 'backfill',
    webinars: { read: 2, of: 4 },
    ledger: { read: 6, created: 2, filtered: { noEmail: 3 }, pending: 1, rejected: 0 },
    dryRun: true,
    backfill: { from: '2025-01-31', to: '2025-12-01', dryRun: true },
  })
  // The first half of the backfill took an hour, so the second half is expected to take another.
  const { expectedEndAt } = z
    .object({ backfill: z.object({ expectedEndAt: z.iso.datetime() }) })
    .parse(backfill).backfill
  expect(Math.abs(Date.parse(expectedEndAt) - api.now().getTime() - HOUR_MS)).toBeLessThan(60_000)
  const [schedule] = (await list('runs?trigger=schedule')).items
  expect(schedule).toMatchObject({ backfill: null, comparison: null })
})

test('a wrong query parameter of a list is named by its field', async () => {
  const webinars = `/accounts/${ID}/webinars`
  const { nextCursor } = await list('runs?limit=1')
  for (const [path, field] of [
    ['/accounts?state=gone', 'state.0'],
    ['/accounts?sort=age', 'sort'],
    ['/accounts?limit=0', 'limit'],
    ['/accounts?cursor=x', 'cursor'],
    [`/accounts?cursor=${nextCursor ?? ''}`, 'cursor'],
    [`${webinars}?settled=yes`, 'settled'],
    [`${webinars}?state=x`, 'state'],
    [`/accounts/${ID}/runs?outcome=good`, 'outcome'],
    [`/accounts/${ID}/rejections?eventId=x`, 'eventId'],
    [`/accounts/${ID}/rejections?source=x`, 'source'],
    [`/accounts/${ID}/problems?kind=x`, 'kind'],
    [`/accounts/${ID}/verifications?repair=x`, 'repair'],
    [`/accounts/${ID}/audit?action=x`, 'action'],
    [`${webinars}?problem=x`, 'problem'],
    [`/accounts/${ID}?limit=1`, 'limit'],
  ] as const) {
    const answer = await api.call(path)
    expectProblem(answer, 422, 'invalid')
    expect(fieldsOf(answer)).toEqual([field])
  }
  for (const path of ['runs', 'webinars', 'problems', 'rejections', 'audit']) {
    expectProblem(await api.call(`/accounts/4242/${path}`), 404, 'notRegistered')
  }
})

test('rejected rows are downloaded as CSV, without formulas that a spreadsheet would carry out', async () => {
  const place = { on24ClientId: '9300', eventId: '2001', at: AT }
  await storeAccount(api.store, '9300')
  await storeWebinar(api.store, place)
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']
  const reasons = [...formulas, 'has, a comma and "quotes"']
  await storeRows(
    api.store,
    place,
    reasons.map((rejectedReason, index) => ({
      ...{ registrantId: String(index), state: 'rejected', rejectedBy: 'mapping' },
      ...{ rejectedField: 'Company', rejectedReason },
    })),
  )
  const { status, headers, text } = await api.call('/accounts/9300/rejections.csv')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename=rejections-9300.csv')
  expect(text.split('\n')[0]).toBe(
    'on24RegistrantId,eventId,field,reason,source,firstSeenAt,lastTriedAt,tries',
  )
  const rows = readCsv(text) ?? expect.fail('no CSV')
  expect(rows.map(({ reason }) => reason)).toEqual([
    ...formulas.map((formula) => `'${formula}`),
    'has, a comma and "quotes"',
  ])
  expect(rows[0]).toMatchObject({
    ...{ on24RegistrantId: '0', eventId: '2001', field: 'Company', source: 'mapping' },
    ...{ firstSeenAt: AT.toISOString(), tries: '0' },
  })
  const none = await api.call('/accounts/9300/rejections.csv?eventId=1')
  expect(none.text.trim().split('\n')).toHaveLength(1)
  expectProblem(await api.call('/accounts/9399/rejections.csv'), 404, 'notRegistered')
})

test('an account that waits for quota or a sign-in shows the time of the next probe', async () => {
  const id = '9500'
  await storeAccount(api.store, id)
  const shownOf = async () => (await api.call(`/accounts/${id}`)).body
  const set = (change: { nextProbeAt?: Date; quotaSince?: Date | null }) =>
    api.store.updateTable('account').set(change).where('on24ClientId', '=', id).execute()
  await set({ nextProbeAt: AT })
  expect(await shownOf()).toMatchObject({ nextProbeAt: null })
  await set({ quotaSince: AT })
  expect(await shownOf()).toMatchObject({ nextProbeAt: AT.toISOString() })
  await set({ quotaSince: null })
  const whole = { on24ClientId: id, eventId: null }
  await recordTrouble(api.store, whole, { kind: 'signInsUsedUp', detail: '', at: AT })
  expect(await shownOf()).toMatchObject({ nextProbeAt: AT.toISOString() })
})
