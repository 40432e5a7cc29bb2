import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf, readCsv } from '../../../src/act-on/csv.ts'

const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '"', ',', '\n', '\r\n', ' x ', 'a "quoted", cell', '\uFEFF', '=1+1'),
)

test('any text comes back from the file as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell)), async (rows) => {
      const text = (await csvOf(['A', 'B, C', 'D'], rows)).toString('utf8')
      expect(parse(text, { record_delimiter: '\n' })).toEqual([['A', 'B, C', 'D'], ...rows])
    }),
  )
})

test('every cell is quoted, empty ones too', async () => {
  expect((await csvOf(['A', 'B'], [['', '1']])).toString()).toBe('"A","B"\n"","1"\n')
})

test('a row that fails on its way fails the file', async () => {
  async function* rows() {
    yield await Promise.resolve(['1'])
    throw new Error('the store is gone')
  }
  await expect(csvOf(['A'], rows())).rejects.toThrow('the store is gone')
})

test('what Act-On sends is read by heading, with or without a byte order mark', () => {
  const text = 'A,Reason\r\n"x, y",bad\r\n\r\n'
  expect(readCsv(text)).toEqual([{ A: 'x, y', Reason: 'bad' }])
  expect(readCsv(`\uFEFF${text}`)).toEqual([{ A: 'x, y', Reason: 'bad' }])
})

test('text that is not CSV gives null, not an error that quotes it', () => {
  expect(readCsv('A\n"never closed')).toBeNull()
})
