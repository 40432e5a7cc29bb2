import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowCutter } from '../../../src/on24/wire/row-cutter.ts'

const row = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue())
const cuts = fc.array(fc.nat({ max: 300 }), { maxLength: 8 })

test('every row is cut out whole, wherever the text is cut, and nothing else is lost', () => {
  fc.assert(
    fc.property(fc.array(row), fc.jsonValue(), cuts, (rows, other, at) => {
      const text = `{"other":${JSON.stringify([[other]])},"rows":[${rows.map((one) => JSON.stringify(one)).join(', ')}]}`
      const given = cutUp(text, at, text.length)
      expect(given.rows).toEqual(rows.map((one) => JSON.stringify(one)))
      expect(given.all.join('')).toBe(text)
    }),
  )
})

test('of a row that does not end, no more than the longest row is kept', () => {
  const endless = `[[{"a":"${'}"\\"'.repeat(1_000)}`
  const { all, rows } = cutUp(endless, [100, 200, 300, 400, 500], 150)
  expect(rows).toEqual([])
  expect(all).toEqual(['[[', ...pieces(endless.slice(2), [198, 298, 398, 498])])
})

test('a row that is longer than the longest is given in pieces, and the next one whole again', () => {
  const long = JSON.stringify({ a: 'x'.repeat(300) })
  const { all, rows } = cutUp(`[[${long},{"b":1}]]`, [100, 250], 150)
  expect(rows).toEqual(['{"b":1}'])
  expect(all.join('')).toBe(`[[${long},{"b":1}]]`)
})

function cutUp(text: string, at: readonly number[], longest: number) {
  const all: string[] = []
  const rows: string[] = []
  const cutter = new RowCutter(longest, {
    row: (given) => {
      rows.push(given)
      all.push(given)
    },
    rest: (given) => all.push(given),
  })
  for (const piece of pieces(text, at)) cutter.write(piece)
  cutter.end()
  return { all, rows }
}

function pieces(text: string, at: readonly number[]): string[] {
  const bounds = [
    0,
    ...at.filter((one) => one < text.length).toSorted((a, b) => a - b),
    text.length,
  ]
  return bounds.slice(1).map((end, index) => text.slice(bounds[index], end))
}
