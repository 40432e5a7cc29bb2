import { beforeEach, expect, test } from 'vitest'
import {
  createTestList,
  rowsOf,
  send,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const ADA = { 'First Name': 'Ada', 'Job Title': 'Engineer', 'Email Address': 'ada@example.com' }

let actOn: ActOnFixture
let listId: string

beforeEach(async () => {
  actOn = await startActOnFixture()
  listId = await createTestList(actOn)
})

const insert = (cells: object) => actOn.call('POST', `/api/1/list/${listId}/record`, cells)

const upsert = (email: string, cells: object, more = '') =>
  actOn.call('PUT', `/api/1/list/${listId}/record?email=${encodeURIComponent(email)}${more}`, cells)

const titles = () => rowsOf(actOn, listId).map((cells) => cells['Job Title'])

test('an upsert inserts, then updates the same row', async () => {
  const inserted = await upsert('ada@example.com', ADA)
  expect(inserted.field('message')).toBe('Record inserted')
  const updated = await upsert('ada@example.com', { 'Job Title': 'Countess' })
  expect(updated.json).toEqual({
    status: 'success',
    message: 'Record updated',
    id: `${listId}:0`,
    contact_id: `${listId}:0`,
  })
  expect(rowsOf(actOn, listId)).toEqual([{ ...ADA, 'Job Title': 'Countess', 'Lead Source': '' }])
})

test('an upsert without the address in its body takes the one of the query', async () => {
  await upsert('ada@example.com', { 'First Name': 'Ada' })
  expect(rowsOf(actOn, listId)[0]).toMatchObject({ 'Email Address': 'ada@example.com' })
})

test('an upsert updates only the first of several rows', async () => {
  await insert(ADA)
  await insert(ADA)
  await upsert('ada@example.com', { 'Job Title': 'Countess' })
  expect(titles()).toEqual(['Countess', 'Engineer'])
})

test.each([
  { emailMatch: 'sensitive', rows: 2 },
  { emailMatch: 'insensitive', rows: 1 },
] as const)('an upsert compares addresses $emailMatch to case', async ({ emailMatch, rows }) => {
  actOn.server.knobs.emailMatch = emailMatch
  await upsert('ada@example.com', {})
  await upsert('Ada@example.com', {})
  expect(rowsOf(actOn, listId)).toHaveLength(rows)
})

test('upserts of one new address at the same time make two rows', async () => {
  await actOn.call('GET', '/api/1/account')
  await Promise.all([upsert('ada@example.com', ADA), upsert('ada@example.com', ADA)])
  expect(rowsOf(actOn, listId)).toHaveLength(2)
})

test('one after the other they make one', async () => {
  await upsert('ada@example.com', ADA)
  await upsert('ada@example.com', ADA)
  expect(rowsOf(actOn, listId)).toHaveLength(1)
})

test('an upsert that failed after it took effect can be sent again', async () => {
  await actOn.call('GET', '/api/1/account')
  const answer = { status: 503, contentType: 'text/plain', afterEffect: true }
  actOn.faults.add({ vendor: 'actOn', endpoint: 'upsertContact', effect: { answer } })
  expect((await upsert('ada@example.com', ADA)).status).toBe(503)
  expect(rowsOf(actOn, listId)).toHaveLength(1)
  expect((await upsert('ada@example.com', ADA)).status).toBe(200)
  expect(rowsOf(actOn, listId)).toHaveLength(1)
})

test('a plus sign that is not encoded is a space, and so another address', async () => {
  await upsert('ada+act-on@example.com', ADA)
  const path = `/api/1/list/${listId}/record?email=ada+act-on@example.com`
  expect((await actOn.call('PUT', path, {})).status).toBe(400)
  actOn.server.knobs.invalidEmail = 'accept'
  await actOn.call('PUT', path, {})
  expect(rowsOf(actOn, listId).map((cells) => cells['Email Address'])).toEqual([
    'ada@example.com',
    'ada act-on@example.com',
  ])
})

test('an upsert into a large list takes effect, but is answered late', async () => {
  await insert(ADA)
  actOn.server.knobs.slowUpsert = { aboveRows: 0, delayMs: 3_600_000 }
  const url = `${actOn.server.url}/api/1/list/${listId}/record?email=ada%40example.com`
  const headers = {
    authorization: `Bearer ${await actOn.signIn()}`,
    'content-type': 'application/json',
  }
  const body = JSON.stringify({ 'Job Title': 'Countess' })
  const signal = AbortSignal.timeout(200)
  await expect(send(url, { method: 'PUT', headers, body, signal })).rejects.toThrow('timeout')
  expect(titles()).toEqual(['Countess'])
})

test('an asynchronous upsert is a job', async () => {
  const knobs = { jobPendingPolls: 0, jobRunningPolls: 0, jobMinMs: 0 }
  Object.assign(actOn.server.knobs, knobs, { slowUpsert: { aboveRows: 0, delayMs: 3_600_000 } })
  const started = await upsert('ada@example.com', ADA, '&async=Y')
  expect(rowsOf(actOn, listId)).toEqual([])
  const status = await actOn.call('GET', `/api/1/list/${started.field('jobId')}/status`)
  expect(status.json).toMatchObject({ details: { appendCount: 1, updateCount: 0 } })
  expect(titles()).toEqual(['Engineer'])
})
