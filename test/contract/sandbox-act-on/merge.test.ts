import { beforeEach, expect, test } from 'vitest'
import {
  ACCOUNT,
  AT_ONCE,
  SPECS,
  createTestList,
  csvOf,
  mergeForm,
  mergeNow,
  rowsOf,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const ADA = ['Ada', 'Engineer', 'ada@example.com', 'mail']
const BO = ['Bo', 'Pilot', 'bo@example.com', '']

let actOn: ActOnFixture
let listId: string

beforeEach(async () => {
  actOn = await startActOnFixture({ knobs: AT_ONCE })
  listId = await createTestList(actOn)
})

const upload = (file: string | undefined, fields: Record<string, unknown> = {}) =>
  actOn.call('PUT', `/api/1/list/${listId}`, mergeForm(listId, file, fields))

const mode = (mergeMode: string, more: object = {}) => ({
  mergespecs: [{ mergeMode, dstListId: listId, columnMap: [], ...more }],
})

const firstNames = () => rowsOf(actOn, listId).map((cells) => cells['First Name'])
const addresses = () => rowsOf(actOn, listId).map((cells) => cells['Email Address'])

test('an UPSERT updates who is there and adds who is not', async () => {
  await mergeNow(actOn, listId, csvOf(ADA))
  const reply = await mergeNow(actOn, listId, csvOf(['Ada L.', '', 'ada@example.com', ''], BO))
  expect(reply.json).toMatchObject({ details: { appendCount: 1, updateCount: 1 } })
  expect(rowsOf(actOn, listId)).toEqual([
    {
      'First Name': 'Ada L.',
      'Job Title': 'Engineer',
      'Email Address': 'ada@example.com',
      'Lead Source': 'mail',
    },
    {
      'First Name': 'Bo',
      'Job Title': 'Pilot',
      'Email Address': 'bo@example.com',
      'Lead Source': '',
    },
  ])
})

test('a blank clears a cell only with putEmptyValues=Y', async () => {
  await mergeNow(actOn, listId, csvOf(ADA))
  const blank = csvOf(['Ada', '', 'ada@example.com', ''])
  await mergeNow(actOn, listId, blank, { putEmptyValues: 'N' })
  expect(rowsOf(actOn, listId)[0]).toMatchObject({ 'Job Title': 'Engineer' })
  await mergeNow(actOn, listId, blank, { putEmptyValues: 'Y' })
  expect(rowsOf(actOn, listId)[0]).toMatchObject({ 'Job Title': '', 'Lead Source': '' })
})

test('the other modes do what they are called', async () => {
  await mergeNow(actOn, listId, csvOf(ADA))
  const renamed = ['Renamed', '', 'ada@example.com', '']
  await mergeNow(actOn, listId, csvOf(renamed, BO), mode('APPEND_NO_DUPLICATES'))
  expect(firstNames()).toEqual(['Ada', 'Bo'])
  const cy = ['Cy', '', 'cy@example.com', '']
  await mergeNow(actOn, listId, csvOf(renamed, cy), mode('UPDATE_ONLY'))
  expect(firstNames()).toEqual(['Renamed', 'Bo'])
  await mergeNow(actOn, listId, csvOf(renamed), mode('APPEND'))
  expect(firstNames()).toEqual(['Renamed', 'Bo', 'Renamed'])
})

test('REPLACE deletes every row that is not in the file', async () => {
  await mergeNow(actOn, listId, csvOf(ADA, BO))
  await mergeNow(actOn, listId, csvOf(BO), mode('REPLACE'))
  expect(addresses()).toEqual(['bo@example.com'])
})

test('only the first of two rows with one address is updated', async () => {
  actOn.server.user.addRow(ACCOUNT, listId, { 'Email Address': 'ada@example.com' })
  actOn.server.user.addRow(ACCOUNT, listId, { 'Email Address': 'ada@example.com' })
  await mergeNow(actOn, listId, csvOf(ADA))
  expect(firstNames()).toEqual(['Ada', ''])
})

test('one address twice in a file makes one row, and the later line wins', async () => {
  const reply = await mergeNow(actOn, listId, csvOf(ADA, ['Later', '', 'ada@example.com', '']))
  expect(reply.json).toMatchObject({ details: { appendCount: 1, updateCount: 1 } })
  expect(firstNames()).toEqual(['Later'])
})

test.each([
  { emailMatch: 'sensitive', rows: 2 },
  { emailMatch: 'insensitive', rows: 1 },
] as const)('addresses are compared $emailMatch to case', async ({ emailMatch, rows }) => {
  actOn.server.knobs.emailMatch = emailMatch
  await mergeNow(actOn, listId, csvOf(ADA))
  await mergeNow(actOn, listId, csvOf(['Ada', '', 'ADA@example.com', '']))
  expect(rowsOf(actOn, listId)).toHaveLength(rows)
})

test('rows may be told apart by another heading than the address', async () => {
  await mergeNow(actOn, listId, csvOf(ADA))
  const moved = csvOf(['Ada', 'Engineer', 'ada@example.org', 'mail'])
  await mergeNow(actOn, listId, moved, mode('UPSERT', { mergeKeyHeading: 'First Name' }))
  expect(addresses()).toEqual(['ada@example.org'])
})

test.each([
  ['no file', undefined, {}, 10003],
  [
    'another list in the specs',
    csvOf(ADA),
    { mergespecs: specsOf({ dstListId: 'l-ffff' }) },
    10025,
  ],
  ['headings that are not verbatim', csvOf(ADA), { uploadspecs: renamed(SPECS) }, 10088],
  ['a column too few', csvOf(ADA), { uploadspecs: SPECS.slice(0, 3) }, 10088],
  ['columns in another order', csvOf(ADA), { uploadspecs: swapped(SPECS) }, 10088],
  ['a file with other headings', csvOf(ADA).replace('Job Title', 'Job'), {}, 10088],
])('a merge with %s is refused', async (_what, file, fields, errorCode) => {
  const reply = await upload(file, withList(fields))
  expect(reply.status).toBe(400)
  expect(reply.json).toMatchObject({ errorCode })
  expect(actOn.server.jobs(ACCOUNT)).toEqual([])
})

test.each([
  [
    'specs that are no array',
    { mergespecs: { mergeMode: 'UPSERT', dstListId: '', columnMap: [] } },
  ],
  ['two specs', { mergespecs: [...specsOf({}), ...specsOf({})] }],
  ['a column map', { mergespecs: specsOf({ columnMap: [{ a: 'b' }] }) }],
  ['no column map', { mergespecs: specsOf({ columnMap: undefined }) }],
  ['an unknown mode', { mergespecs: specsOf({ mergeMode: 'MERGE' }) }],
  ['a key that is no column', { mergespecs: specsOf({ mergeKeyHeading: 'Id' }) }],
  [
    'a column without its type',
    { uploadspecs: SPECS.map((spec) => ({ ...spec, columnType: '' })) },
  ],
])('a merge with %s is a 400', async (_what, fields) => {
  expect((await upload(csvOf(ADA), withList(fields))).status).toBe(400)
  expect(actOn.server.jobs(ACCOUNT)).toEqual([])
})

test('a merge neither renames nor moves a list', async () => {
  await mergeNow(actOn, listId, csvOf(ADA), { listname: 'New', foldername: 'Elsewhere' })
  const list = actOn.server.lists(ACCOUNT).find((one) => one.listId === listId)
  expect(list).toMatchObject({ name: 'A webinar (7)', folderName: '22950' })
})

test('a heading that a user renamed no longer fits the old specs', async () => {
  actOn.server.user.renameColumn(ACCOUNT, listId, 'Job Title', 'Role')
  expect((await upload(csvOf(ADA))).json).toMatchObject({ errorCode: 10088 })
})

test('a merge whose answer is lost was taken in', async () => {
  actOn.faults.add({ vendor: 'actOn', endpoint: 'merge', effect: { cut: 'after' } })
  await expect(upload(csvOf(ADA))).rejects.toThrow('fetch failed')
  expect(actOn.server.jobs(ACCOUNT)).toHaveLength(1)
})

test('25,000 rows into a list that holds them are merged in seconds', async () => {
  const rows = Array.from({ length: 25_000 }, (_, n) => ['A', 'B', `p${n}@example.com`, 'C'])
  const started = performance.now()
  await mergeNow(actOn, listId, csvOf(...rows))
  const reply = await mergeNow(actOn, listId, csvOf(...rows))
  expect(reply.json).toMatchObject({ details: { updateCount: 25_000 } })
  expect(performance.now() - started).toBeLessThan(10_000)
})

/** `withList` fills in `dstListId` once the list exists. */
function specsOf(change: object) {
  return [{ mergeMode: 'UPSERT', dstListId: null, columnMap: [], ...change }]
}

function withList(fields: Record<string, unknown>): Record<string, unknown> {
  const packed = JSON.stringify(fields).replaceAll('"dstListId":null', `"dstListId":"${listId}"`)
  const known: unknown = JSON.parse(packed)
  return typeof known === 'object' ? { ...known } : {}
}

function renamed(specs: typeof SPECS) {
  return specs.map((spec) => ({ ...spec, columnHeading: spec.columnHeading.toLowerCase() }))
}

function swapped(specs: typeof SPECS) {
  const last = specs.length - 1
  return specs.map((spec) => ({ ...spec, columnIndex: last - Number(spec.columnIndex) }))
}
