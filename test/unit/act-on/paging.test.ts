import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageThrough } from '../../../src/act-on/paging.ts'
import { collect } from '../../support/api/collect.ts'

/** A list to which one of the `moves` is applied after each page that is read. */
function movingList(size: number, cap: number, moves: readonly Move[]) {
  let rows = Array.from({ length: size }, (_, index) => `row ${String(index)}`)
  let pageCount = 0
  const removed = new Set<string>()
  const readPage = (offset: number) => {
    const page = { rows: rows.slice(offset, offset + cap), totalCount: rows.length }
    const move = moves[pageCount]
    pageCount += 1
    if (move?.kind === 'remove') {
      for (const row of rows.splice(move.at % Math.max(rows.length, 1), move.count))
        removed.add(row)
    }
    if (move?.kind === 'insert') {
      const added = Array.from(
        { length: move.count },
        (_, index) => `new ${String(pageCount)}.${String(index)}`,
      )
      rows = rows.toSpliced(move.at % (rows.length + 1), 0, ...added)
    }
    return Promise.resolve(page)
  }
  return { readPage, rows: () => rows, removed, pageCount: () => pageCount }
}

interface Move {
  readonly kind: 'remove' | 'insert'
  readonly at: number
  readonly count: number
}

const moveArbitrary = fc.record({
  kind: fc.constantFrom('remove' as const, 'insert' as const),
  at: fc.nat(60),
  count: fc.integer({ min: 1, max: 5 }),
})

const readAll = async (list: ReturnType<typeof movingList>) =>
  (await collect(pageThrough(list.readPage, (row) => row))).flat()

test('a list at rest is read once, whatever the vendor makes of the page size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(40), fc.integer({ min: 1, max: 12 }), async (size, cap) => {
      const list = movingList(size, cap, [])
      expect(await readAll(list)).toEqual(list.rows())
      expect(list.pageCount()).toBeLessThanOrEqual(1 + Math.ceil(size / Math.max(1, cap - 1)))
    }),
  )
})

test('a list that moves while its first scan runs loses no row that was there throughout', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 2, max: 12 }),
      fc.array(moveArbitrary, { maxLength: 3 }),
      async (size, cap, moves) => {
        const list = movingList(size, cap, moves)
        const found = await readAll(list)
        const throughout = list.rows().filter((row) => row.startsWith('row'))
        expect(found).toEqual(expect.arrayContaining(throughout))
        expect(new Set(found).size).toBe(found.length)
      },
    ),
    { numRuns: 500 },
  )
})

test('a list that never rests is given up after three scans, with all that was seen', async () => {
  const moves = Array.from({ length: 100 }, () => ({ kind: 'insert', at: 0, count: 1 }) as const)
  const list = movingList(20, 10, moves)
  const found = await readAll(list)
  expect(found).toEqual(
    expect.arrayContaining(Array.from({ length: 20 }, (_, i) => `row ${String(i)}`)),
  )
  expect(list.pageCount()).toBeLessThan(15)
})

test('without a total the pages end with one that brings nothing new', async () => {
  const rows = ['a', 'b', 'c', 'd', 'e']
  const readPage = (offset: number) =>
    Promise.resolve({ rows: rows.slice(offset, offset + 2), totalCount: null })
  expect((await collect(pageThrough(readPage, (row) => row))).flat()).toEqual(rows)
})
