import { beforeEach, expect, test } from 'vitest'
import {
  ACCOUNT,
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

const lookup = (email: string) =>
  actOn.call('GET', `/api/1/list/lookup/${listId}?email=${encodeURIComponent(email)}`)

const titles = () => rowsOf(actOn, listId).map((cells) => cells['Job Title'])

test('an insert never looks who is there: two make two rows', async () => {
  const first = await insert(ADA)
  expect(first.json).toEqual({
    status: 'success',
    message: 'Record inserted',
    id: `${listId}:0`,
    contact_id: `${listId}:0`,
  })
  await insert(ADA)
  expect(rowsOf(actOn, listId)).toHaveLength(2)
})

test('an insert by upsert may call itself an update, or say nothing at all', async () => {
  actOn.server.knobs.upsertInsertMessage = 'Record updated'
  expect((await upsert('a@example.com', {})).field('message')).toBe('Record updated')
  actOn.server.knobs.upsertAnswer = 'empty'
  const reply = await upsert('b@example.com', {})
  expect([reply.status, reply.text]).toEqual([200, '{}'])
  expect(rowsOf(actOn, listId)).toHaveLength(2)
})

test('a key that is no column refuses the whole record, in a body that is no JSON', async () => {
  const reply = await upsert('ada@example.com', { ...ADA, 'Shoe Size': '38' })
  expect(reply.status).toBe(400)
  expect(reply.json).toBeUndefined()
  expect(reply.text).toContain('"errorCode": "10010"')
  expect((await insert({ 'first name': 'Ada' })).text).toContain('10010')
  expect(rowsOf(actOn, listId)).toEqual([])
})

test('the refusal of a key may be JSON, its code still text', async () => {
  actOn.server.knobs.unknownColumnBody = 'json'
  const reply = await insert({ 'Shoe Size': '38' })
  expect(reply.json).toEqual({ errorCode: '10010', message: 'Invalid Column Specified' })
})

test('system names are keys only by knob', async () => {
  expect((await upsert('ada@example.com', { FIRSTNAME: 'Ada' })).status).toBe(400)
  actOn.server.knobs.systemNameKeys = 'accept'
  await upsert('ada@example.com', { FIRSTNAME: 'Ada' })
  expect(rowsOf(actOn, listId)[0]).toMatchObject({ 'First Name': 'Ada' })
})

test.each([
  { emptyStringInRecord: 'clears', title: '' },
  { emptyStringInRecord: 'ignored', title: 'Engineer' },
] as const)('an empty string $emptyStringInRecord', async ({ emptyStringInRecord, title }) => {
  actOn.server.knobs.emptyStringInRecord = emptyStringInRecord
  await upsert('ada@example.com', ADA)
  await upsert('ada@example.com', { 'Job Title': '' })
  await actOn.call('PUT', `/api/1/list/${listId}/record/${listId}:0`, { 'Job Title': '' })
  expect(titles()).toEqual([title])
})

test('record calls take nothing but JSON objects', async () => {
  const url = `${actOn.server.url}/api/1/list/${listId}/record?email=ada%40example.com`
  const headers = { authorization: `Bearer ${await actOn.signIn()}` }
  const body = new URLSearchParams({ 'First Name': 'Ada' })
  expect((await send(url, { method: 'PUT', headers, body })).status).toBe(415)
  const text = { ...headers, 'content-type': 'text/plain' }
  expect((await send(url, { method: 'PUT', headers: text, body: '{}' })).status).toBe(415)
  const json = { ...headers, 'content-type': 'application/json' }
  expect((await send(url, { method: 'PUT', headers: json, body: '[]' })).status).toBe(400)
  expect((await send(url, { method: 'PUT', headers: json, body: '{' })).status).toBe(415)
  expect(rowsOf(actOn, listId)).toEqual([])
})

test('a single record is refused for what a bulk row is rejected for', async () => {
  expect((await upsert('not an address', {})).status).toBe(400)
  actOn.server.knobs.rejectRow = () => 'Not today'
  expect((await insert(ADA)).field('message')).toBe('Not today')
  expect(rowsOf(actOn, listId)).toEqual([])
})

test('a record is read as a bare array in the order of the headings', async () => {
  await upsert('ada@example.com', ADA)
  const reply = await actOn.call('GET', `/api/1/list/${listId}/record/${listId}:0`)
  expect(reply.json).toEqual([`${listId}:0`, 'Ada', 'Engineer', 'ada@example.com', ''])
})

test('a record is updated by its id, an address with it', async () => {
  await upsert('ada@example.com', ADA)
  const path = `/api/1/list/${listId}/record/${listId}:0`
  const reply = await actOn.call('PUT', path, { 'Email Address': 'ada@example.org' })
  expect(reply.json).toEqual({ status: 'success', message: 'Record updated' })
  expect((await lookup('ada@example.org')).status).toBe(200)
  expect((await lookup('ada@example.com')).status).toBe(400)
  const shown = await actOn.call('PUT', `${path}?returncontact=Y`, {})
  expect(shown.json).toMatchObject({ contact: ['Ada', 'Engineer', 'ada@example.org', ''] })
})

test('a record that is not there is 10004 to read and update, 10008 to delete', async () => {
  for (const id of [`${listId}:9`, `l-ffff:0`, 'x']) {
    const path = `/api/1/list/${listId}/record/${id}`
    expect((await actOn.call('GET', path)).json).toMatchObject({ errorCode: 10004 })
    expect((await actOn.call('PUT', path, {})).json).toMatchObject({ errorCode: 10004 })
    expect((await actOn.call('DELETE', path)).json).toMatchObject({ errorCode: 10008 })
  }
})

test('a lookup is a flat object whose id is called contactID', async () => {
  await upsert('ada@example.com', ADA)
  expect((await lookup('ada@example.com')).json).toEqual({
    contactID: `${listId}:0`,
    ...ADA,
    'Lead Source': '',
    '.tz': '',
  })
})

test.each([
  ['empty400', 400, '{}'],
  ['contact400', 400, '{"errorCode":10008,"message":"Invalid contact"}'],
  ['empty200', 200, '{}'],
] as const)('a lookup of nobody: %s', async (lookupNotFound, status, text) => {
  actOn.server.knobs.lookupNotFound = lookupNotFound
  const reply = await lookup('nobody@example.com')
  expect([reply.status, reply.text]).toEqual([status, text])
})

test('a record is deleted once, and its id is not used again', async () => {
  await insert(ADA)
  const path = `/api/1/list/${listId}/record/${listId}:0`
  expect((await actOn.call('DELETE', path)).json).toEqual({
    status: 'success',
    message: 'Record deleted',
  })
  expect((await actOn.call('DELETE', path)).status).toBe(400)
  expect((await insert(ADA)).field('id')).toBe(`${listId}:1`)
})

test('records deleted together: 200, with those that could not be', async () => {
  await insert(ADA)
  const ids = `${listId}:0,${listId}:7`
  const reply = await actOn.call('DELETE', `/api/1/list/${listId}/record?contactids=${ids}`)
  expect([reply.status, reply.json]).toEqual([
    200,
    {
      success_count: 1,
      fail_count: 1,
      failedList: [{ id: `${listId}:7`, reason: 'Invalid contact' }],
    },
  ])
  expect(rowsOf(actOn, listId)).toEqual([])
})

test('more than a hundred records at once are refused', async () => {
  await insert(ADA)
  const ids = Array.from({ length: 101 }, (_, row) => `${listId}:${row.toString(16)}`)
  const path = (some: string[]) => `/api/1/list/${listId}/record?contactids=${some.join(',')}`
  expect((await actOn.call('DELETE', path(ids))).status).toBe(400)
  expect(rowsOf(actOn, listId)).toHaveLength(1)
  expect((await actOn.call('DELETE', path(ids.slice(0, 100)))).json).toMatchObject({
    success_count: 1,
    fail_count: 99,
  })
})

test('a slow vendor is a fault with a delay', async () => {
  await actOn.call('GET', '/api/1/account')
  const effect = { delayMs: 80 }
  actOn.faults.add({ vendor: 'actOn', account: ACCOUNT, endpoint: 'upsertContact', effect })
  const started = performance.now()
  await upsert('ada@example.com', ADA)
  expect(performance.now() - started).toBeGreaterThanOrEqual(79)
})
