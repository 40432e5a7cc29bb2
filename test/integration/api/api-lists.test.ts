import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'

// Lists are read from the store alone: the rows are put there by hand.

const ID = '9100'
const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const EVENTS = ['1001', '1002', '1003', '1004', '1005'] as const
const SECRET = 'Zq7canary-sealed'

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { preset: 'empty' } })
  await storeAccount(api.store, ID)
  await storeWebinars()
  await storeRegistrations()
  await storeRuns()
})
afterAll(() => api.close())

/** The later the id, the later it starts; 1004 is a test event, 1005 of another kind and has a list. */
async function storeWebinars(): Promise<void> {
  const now = api.now().getTime()
  await api.store
    .insertInto('webinar')
    .values(
      EVENTS.map((eventId, index) => ({
        on24ClientId: ID,
        eventId,
        title: `Webinar ${eventId}`,
        contentType: eventId === '1005' ? 'video' : 'webcast',
        isTestEvent: eventId === '1004',
        liveStart: new Date(now - (30 - index) * DAY_MS),
        liveEnd: new Date(now - (30 - index) * DAY_MS),
        goodAfter: null,
        latestActivityAt: new Date(now - (eventId === '1002' ? 1 : 20) * DAY_MS),
        lastReadStartedAt: eventId === '1003' ? null : new Date(now - DAY_MS),
        unavailableSince: null,
        listId: eventId === '1005' ? 'l-5' : null,
        listName: eventId === '1005' ? 'Video (1005)' : null,
      })),
    )
    .execute()
}

const AT = new Date('2026-05-01T10:00:00Z')

/** As a registration, confirmed or waiting, is stored: hashes only. */
const hashed = (eventId: string, registrantId: string, addressHash = registrantId) => ({
  on24ClientId: ID,
  eventId,
  registrantId,
  addressHash,
  registrationHash: 'hash',
  activityHash: 'hash',
  cellsMask: 1,
  attended: false,
})

async function storeRegistrations(): Promise<void> {
  const confirmed = [hashed('1003', '1', 'same'), hashed('1003', '2', 'same'), hashed('1003', '3')]
  await api.store
    .insertInto('registration')
    .values(confirmed.map((row) => ({ ...row, confirmedAt: AT })))
    .execute()
  const waiting = { runKey: 'none', readStartedAt: AT, firstSeenAt: AT, sealed: SECRET }
  const rejected = {
    ...waiting,
    action: 'upsert',
    state: 'rejected',
    sealedWords: SECRET,
  } as const
  await api.store
    .insertInto('waitingRow')
    .values([
      { ...waiting, ...hashed('1003', '9'), action: 'remove', state: 'held' },
      {
        ...rejected,
        ...hashed('1001', '11'),
        rejectedBy: 'mapping',
        rejectedField: 'Company',
        rejectedReason: 'tooLong',
      },
      {
        ...rejected,
        ...hashed('1002', '12'),
        rejectedBy: 'actOn',
        rejectedReason: 'refused',
        tries: 2,
        lastTriedAt: new Date('2026-05-02T10:00:00Z'),
      },
      { ...rejected, ...hashed('1002', '13'), rejectedBy: 'actOn', rejectedReason: 'refused' },
    ])
    .execute()
}

async function storeRuns(): Promise<void> {
  const run = (hour: number, trigger: 'schedule' | 'backfill') => ({
    runKey: `run-${String(hour)}`,
    on24ClientId: ID,
    workflowId: `w-${String(hour)}`,
    runId: `r-${String(hour)}`,
    trigger,
    windowTo: AT,
    startedAt: new Date(api.now().getTime() - hour * HOUR_MS),
    webinarsOf: 4,
  })
  const backfill = { rangeFrom: '2025-01-31', rangeTo: '2025-12-01', dryRun: true } as const
  await api.store
    .insertInto('run')
    .values([
      { ...run(8, 'schedule'), outcome: 'incomplete', failure: '3 rows wait.' },
      run(2, 'schedule'),
      { ...run(1, 'backfill'), ...backfill },
    ])
    .execute()
  const done = {
    runKey: 'run-1',
    readState: 'read',
    deliveryState: 'done',
    filtered: '{"noEmail":2}',
  } as const
  await api.store
    .insertInto('runWebinar')
    .values([
      { ...done, eventId: '1', read: 5, created: 2, leftPending: 1 },
      { ...done, eventId: '2', read: 1, filtered: '{"noEmail":1}' },
      { ...done, eventId: '3', readState: 'toRead', deliveryState: 'waiting', filtered: '{}' },
    ])
    .execute()
}

const Page = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  nextCursor: z.string().nullable(),
})

const list = async (path: string) => Page.parse((await api.call(`/accounts/${ID}/${path}`)).body)

/** What `field` is on every page of one item. */
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
  // Half of it took an hour.
  const { expectedEndAt } = z
    .object({ backfill: z.object({ expectedEndAt: z.iso.datetime() }) })
    .parse(backfill).backfill
  expect(Math.abs(Date.parse(expectedEndAt) - api.now().getTime() - HOUR_MS)).toBeLessThan(60_000)
  const [schedule] = (await list('runs?trigger=schedule')).items
  expect(schedule).toMatchObject({ backfill: null })
})

test('what cannot be asked of a list is named by its field', async () => {
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
