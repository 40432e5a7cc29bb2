import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseJson } from '../../../src/http/json-text.ts'
import { On24Unavailable, On24UnexpectedResponse } from '../../../src/on24/errors.ts'
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
const Answer = z.object({ people: z.unknown().optional() })
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

const piece = fc.oneof(
  fc.constantFrom(
    ...'{}[]",:\\<01-.e \t\n',
    'null',
    '{}',
    '\\u00',
    '\\ud83d',
    '\\"',
    '\u0000',
    'é',
    '😀',
  ),
  fc.string({ maxLength: 3 }),
)
const changes = fc.array(fc.record({ at: fc.nat({ max: 400 }), cut: fc.nat({ max: 3 }), piece }), {
  maxLength: 3,
})

test('a body that is no JSON is never taken for one that is, and JSON is read as it is', async () => {
  await fc.assert(
    fc.asyncProperty(document, changes, cuts, async (value, edits, at) => {
      const changed = edits.reduce((before, edit) => {
        const start = edit.at % (before.length + 1)
        return before.slice(0, start) + edit.piece + before.slice(start + edit.cut)
      }, JSON.stringify(value))
      const text = changed.toWellFormed()
      const json = parseJson(text)
      const outcome = await readAll(piecesOf(text, at)).catch((error: unknown) => error)
      if (!json.ok) expect(outcome).toBeInstanceOf(Error)
      else if (!(outcome instanceof On24UnexpectedResponse)) {
        expect(outcome).toEqual(Answer.parse(json.value).people ?? [])
      }
    }),
    { numRuns: 1_000 },
  )
})

test('a row that is longer than any that is kept in memory is read, too', async () => {
  const long = { a: 'x'.repeat(3_000_000), b: [{ c: '"}]' }] }
  const text = JSON.stringify({ eventid: 1, people: [{ a: 1 }, long, { a: 2 }, 3, [4], null] })
  for (const at of [[], [1_000, 2_000_000, 3_000_020, 3_000_050]]) {
    expect(await readAll(piecesOf(text, at))).toEqual([{ a: 1 }, long, { a: 2 }, 3, [4], null])
  }
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
