import { beforeEach, expect, test } from 'vitest'
import {
  AT_ONCE,
  HEADINGS,
  createTestList,
  csvOf,
  mergeForm,
  mergeNow,
  rowsOf,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const ADA = ['Ada', 'Engineer', 'ada@example.com', 'mail']

let actOn: ActOnFixture
let listId: string

beforeEach(async () => {
  actOn = await startActOnFixture({ knobs: AT_ONCE })
  listId = await createTestList(actOn)
})

const upload = (file: string | undefined, fields: Record<string, unknown> = {}) =>
  actOn.call('PUT', `/api/1/list/${listId}`, mergeForm(listId, file, fields))
const addresses = () => rowsOf(actOn, listId).map((cells) => cells['Email Address'])

test('without quotes a comma in a title shifts the cells after it', async () => {
  const file = `${HEADINGS.join(',')}\r\nAda,Head, Research,ada@example.com,mail`
  const reply = await mergeNow(actOn, listId, file, { quotecharacter: 'NONE' })
  expect(reply.json).toMatchObject({ details: { appendCount: 0, rejectedCount: 1 } })
})

test('without quotes a quote is a character and a line break ends a row', async () => {
  const file = `${HEADINGS.join(',')}\nAda,"Head,ada@example.com,mail\nBo,Pi\nlot,bo@example.com,`
  const reply = await mergeNow(actOn, listId, file, { quotecharacter: 'NONE' })
  expect(reply.json).toMatchObject({ details: { appendCount: 1, rejectedCount: 2 } })
  expect(rowsOf(actOn, listId)[0]).toMatchObject({ 'Job Title': '"Head' })
})

test('with quotes commas, quotes, line breaks and any script come through', async () => {
  const title = 'Head, "R&D"\nand 研究 🎉'
  await mergeNow(actOn, listId, csvOf(['Zoë', title, 'ada@example.com', '007']))
  expect(rowsOf(actOn, listId)[0]).toMatchObject({
    'First Name': 'Zoë',
    'Job Title': title,
    'Lead Source': '007',
  })
})

test('single quotes and another separator are read as declared', async () => {
  const line = (cells: string[]) => cells.map((cell) => `'${cell}'`).join(';')
  const file = [HEADINGS, ADA].map(line).join('\n')
  const fields = { quotecharacter: 'SINGLE_QUOTE', fieldseparator: 'SEMICOLON' }
  await mergeNow(actOn, listId, file, fields)
  expect(rowsOf(actOn, listId)[0]).toMatchObject({ 'Job Title': 'Engineer' })
})

test('a separator under a misspelled name is ignored and found out from the file', async () => {
  const file = [HEADINGS, ADA].map((cells) => cells.join(';')).join('\n')
  const fields = { fieldseparator: null, fieldseperator: 'COMMA' }
  await mergeNow(actOn, listId, file, fields)
  expect(rowsOf(actOn, listId)[0]).toMatchObject({ 'Job Title': 'Engineer' })
})

test('a separator that is not the declared one leaves one wide column', async () => {
  const file = [HEADINGS, ADA].map((cells) => cells.join(';')).join('\n')
  expect((await upload(file)).json).toMatchObject({ errorCode: 10088 })
})

test('a file without headings has data in its first line; anything but Y means none', async () => {
  const row = csvOf(ADA).split('\r\n')[1] ?? ''
  for (const headings of ['N', 'yes']) await mergeNow(actOn, listId, row, { headings })
  expect(addresses()).toEqual(['ada@example.com'])
})

test('a byte order mark is a part of the first heading, by knob', async () => {
  const marked = `\ufeff${csvOf(ADA).replaceAll('"', '')}`
  expect((await upload(marked)).json).toMatchObject({ errorCode: 10088 })
  actOn.server.knobs.byteOrderMark = 'stripped'
  expect((await upload(marked)).status).toBe(200)
})

test('a file that is too large is refused', async () => {
  actOn.server.knobs.maxFileBytes = 50
  expect((await upload(csvOf(ADA))).status).toBe(413)
})
