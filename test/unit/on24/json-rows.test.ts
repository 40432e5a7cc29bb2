import fc from 'fast-check'
import { expect, test } from 'vitest'
import { On24Unavailable } from '../../../src/on24/errors.ts'
import { jsonRows } from '../../../src/on24/wire/json-rows.ts'

const KEYS = { rows: 'people', envelope: ['total', 'eventid'] }

const row = fc.dictionary(fc.string({ unit: 'binary', maxLength: 6 }), fc.jsonValue(), {
  maxKeys: 4,
  noNullPrototype: true,
})
const document = fc.record(
  {
    eventid: fc.oneof(fc.nat(), fc.string()),
    people: fc.array(row, { maxLength: 8 }),
    other: fc.jsonValue(),
  },
  { requiredKeys: ['eventid'], noNullPrototype: true },
)
const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 })

test('rows are the same however the bytes are cut, within a character too', async () => {
  await fc.assert(
    fc.asyncProperty(document, cuts, fc.constantFrom('', ' ', '\r\n'), async (value, at, end) => {
      const rows = await readAll(piecesOf(JSON.stringify(value, null, 1) + end, at))
      expect(rows).toEqual(JSON.parse(JSON.stringify(value.people ?? [])))
    }),
    { numRuns: 500 },
  )
})

test('a body that ends too soon is never taken for a whole one, wherever it ends', async () => {
  await fc.assert(
    fc.asyncProperty(document, cuts, fc.nat(), async (value, at, length) => {
      const text = JSON.stringify(value)
      const short = Buffer.from(text).subarray(0, length % Buffer.byteLength(text))
      await expect(readAll(piecesOf(short, at))).rejects.toBeInstanceOf(On24Unavailable)
    }),
    { numRuns: 500 },
  )
})

test.each(['{"eventid":1}}', '{"eventid":1}<html>', '{"eventid":1,}', '[]x', 'null'])(
  '%s is no answer',
  async (text) => {
    for (const at of [[], [13]]) {
      await expect(readAll(piecesOf(text, at))).rejects.toThrow(/On24|ON24/)
    }
  },
)

test('rows of other arrays are not given', async () => {
  const text = '{"total":1,"more":{"people":[{"a":1}]},"people":[{"people":[{"b":2}]}]}'
  expect(await readAll(piecesOf(text, []))).toEqual([{ people: [{ b: 2 }] }])
})

async function readAll(pieces: AsyncIterable<Buffer>): Promise<unknown[]> {
  const rows: unknown[] = []
  for await (const one of jsonRows('eventRegistrants', pieces, KEYS)) rows.push(one)
  return rows
}

async function* piecesOf(body: string | Buffer, at: readonly number[]) {
  const bytes = Buffer.from(body)
  let start = 0
  for (const end of [...at].sort((a, b) => a - b)) {
    if (end > start) yield Promise.resolve(bytes.subarray(start, end))
    start = Math.max(start, end)
  }
  yield await Promise.resolve(bytes.subarray(start))
}
