import { beforeEach, expect, test } from 'vitest'
import {
  ACCOUNT,
  HEADINGS,
  createTestList,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

let actOn: ActOnFixture
let listId: string

beforeEach(async () => {
  actOn = await startActOnFixture()
  listId = await createTestList(actOn)
})

const download = (query = '') => actOn.call('GET', `/api/1/list/${listId}${query}`)

const addRows = (count: number) => {
  for (let row = 0; row < count; row += 1) {
    actOn.server.user.addRow(ACCOUNT, listId, { 'Email Address': `p${row}@example.com` })
  }
}

test('the record id is the first column, and emailColumn counts it', async () => {
  addRows(1)
  expect((await download()).json).toEqual({
    listId,
    offset: 0,
    count: 1,
    totalCount: 1,
    emailColumn: 3,
    headers: ['_contact_id_', ...HEADINGS],
    data: [[`${listId}:0`, '', '', 'p0@example.com', '']],
  })
})

test('an empty list has its headings', async () => {
  expect((await download('?count=1')).json).toMatchObject({
    totalCount: 0,
    headers: ['_contact_id_', ...HEADINGS],
    data: [],
  })
})

test('JSON comes in pages of at most 1000, CSV whole', async () => {
  addRows(1005)
  expect((await download()).json).toMatchObject({ count: 100, totalCount: 1005 })
  expect((await download('?count=1005')).json).toMatchObject({ count: 1000 })
  expect((await download('?count=1000&offset=1000')).json).toMatchObject({ count: 5 })
  actOn.server.knobs.pageMaximum = 200
  expect((await download('?count=1000')).json).toMatchObject({ count: 200, totalCount: 1005 })
  actOn.server.knobs.pageMaximum = 1000
  actOn.server.knobs.countAboveMaximum = 'refuse'
  expect((await download('?count=1005')).status).toBe(400)
  const csv = await download('?responseformat=CSV')
  expect(csv.headers.get('content-type')).toContain('text/csv')
  expect(csv.text.trim().split('\n')).toHaveLength(1006)
  expect(csv.text.split('\n')[0]).toBe(['_contact_id_', ...HEADINGS].join(','))
})

test('a row deleted between two pages moves the next one up', async () => {
  addRows(4)
  await download('?count=2')
  actOn.server.user.deleteRow(ACCOUNT, `${listId}:0`)
  const { text } = await download('?count=2&offset=2')
  expect(text).toContain('p3@')
  expect(text).not.toContain('p2@')
})

test('chosen fields bring the record id only when it is asked for, by knob', async () => {
  addRows(1)
  const chosen = `?fields=${encodeURIComponent('Email Address;First Name')}`
  expect((await download(chosen)).json).toMatchObject({
    emailColumn: 0,
    headers: ['Email Address', 'First Name'],
    data: [['p0@example.com', '']],
  })
  const asked = `?fields=${encodeURIComponent('_contact_id_;Email Address')}`
  expect((await download(asked)).json).toMatchObject({ data: [[`${listId}:0`, 'p0@example.com']] })
  actOn.server.knobs.recordIdWithFields = 'always'
  expect((await download(chosen)).json).toMatchObject({
    headers: ['_contact_id_', 'Email Address', 'First Name'],
  })
  actOn.server.knobs.recordIdWithFields = 'never'
  expect((await download(asked)).text).toContain('10010')
})

test('a chosen field that is no column is refused or left out', async () => {
  expect((await download('?fields=Nothing')).text).toContain('10010')
  actOn.server.knobs.unknownField = 'ignore'
  expect((await download('?fields=Nothing')).json).toMatchObject({ headers: [] })
})

test.each([
  ['plain', 'created_date'],
  ['underscored', '__created_date'],
] as const)('dates of rows are two columns more: %s', async (dateQualifierHeadings, heading) => {
  actOn.server.knobs.dateQualifierHeadings = dateQualifierHeadings
  expect((await download('?datequalifiers=true')).text).toContain(`"${heading}"`)
  expect((await download('?datequalifiers=true&fields=First+Name')).status).toBe(400)
})

test.each([
  ['ms', 1],
  ['s', 1000],
] as const)('rows can be asked for by their times, in %s', async (unit, divisor) => {
  actOn.server.knobs.downloadTimeUnit = unit
  const start = actOn.clock.now().getTime()
  addRows(1)
  actOn.clock.advance(600_000)
  addRows(1)
  actOn.server.user.editCell(ACCOUNT, `${listId}:0`, 'First Name', 'Ada')
  const bound = Math.floor((start + 300_000) / divisor)
  const total = async (name: string) => (await download(`?${name}=${bound}`)).json
  expect(await total('modafter')).toMatchObject({ totalCount: 2 })
  expect(await total('modbefore')).toMatchObject({ totalCount: 0 })
  expect(await total('createdafter')).toMatchObject({ totalCount: 1 })
  expect(await total('createdbefore')).toMatchObject({ totalCount: 1 })
})

test('a list of more than 255 columns comes only as CSV', async () => {
  for (let column = 0; column < 255; column += 1) {
    actOn.server.user.addColumn(ACCOUNT, listId, `More ${column}`)
  }
  expect((await download()).status).toBe(400)
  expect((await download('?responseformat=CSV')).status).toBe(200)
})
