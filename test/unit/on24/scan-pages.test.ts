import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PageMarks } from '../../../src/contracts/scan.ts'
import { scanPages } from '../../../src/on24/scan-pages.ts'
import {
  ARRIVE,
  bump,
  leave,
  type Move,
  MovingList,
  plans,
} from '../../support/vendors/moving-list.ts'

/** A row moves up a second time, to page 0, while the scan catches up on the pages below. */
const movesTwice: Move[][] = [
  [ARRIVE, ARRIVE],
  [ARRIVE],
  [ARRIVE],
  [bump(117), ARRIVE],
  [ARRIVE, ARRIVE, leave(22), leave(4), ARRIVE, leave(22)],
  [bump(68)],
]
/** A row is first seen by the catch-up, and does not move during it. */
const seenInPassing: Move[][] = [
  [ARRIVE, ARRIVE, ARRIVE, ARRIVE],
  [],
  [bump(8), ARRIVE],
  [ARRIVE, ARRIVE, ARRIVE, bump(5), bump(6)],
  [leave(7), ARRIVE],
  [ARRIVE, ARRIVE],
  [bump(10), ARRIVE, bump(12), bump(13), ARRIVE, ARRIVE],
  [],
  [],
  [],
  [],
  [leave(118), bump(19), ARRIVE],
  [],
  [leave(0)],
]

test('no row that is in the list throughout is lost, however rows arrive, move up and leave', async () => {
  const rowCounts = fc.nat({ max: 60 })
  const pageSizes = fc.integer({ min: 2, max: 9 })
  await fc.assert(
    fc.asyncProperty(rowCounts, pageSizes, plans, (rowCount, pageSize, plan) =>
      losesNothing(new MovingList(rowCount, pageSize, plan)),
    ),
    {
      numRuns: 5_000,
      examples: [
        [11, 4, movesTwice],
        [16, 4, seenInPassing],
      ],
    },
  )
})

test('the pages that are asked for at once may be taken in any order', async () => {
  const rowCounts = fc.nat({ max: 60 })
  const pageSizes = fc.integer({ min: 2, max: 9 })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), rowCounts, pageSizes, plans, (order, rows, pageSize, plan) => {
      const list = new MovingList(rows, pageSize, plan)
      const readPage = async (offset: number) => {
        await order.schedule(Promise.resolve(), `page ${String(offset)}`)
        return list.readPage(offset)
      }
      return losesNothing(list, () => order.waitFor(scanPages(readPage)))
    }),
    {
      numRuns: 2_000,
    },
  )
})

test('pages are asked for at once, eight at a time, and no more of them after a failure', async () => {
  const list = new MovingList(200, 10, [])
  let [underWay, most] = [0, 0]
  const asked: number[] = []
  const failure = new Error('no answer')
  const scan = scanPages(async (offset) => {
    asked.push(offset)
    underWay += 1
    most = Math.max(most, underWay)
    await new Promise(setImmediate)
    underWay -= 1
    if (offset === 4) throw failure
    return list.readPage(offset)
  })
  await expect(scan).rejects.toBe(failure)
  expect(most).toBe(8)
  expect(asked.length).toBeLessThan(20)
  expect(underWay).toBe(0)
})

test('a scan that is interrupted again and again, and continues from its pages, loses no row', async () => {
  const rowCounts = fc.nat({ max: 60 })
  const pageSizes = fc.integer({ min: 2, max: 9 })
  const patience = fc.integer({ min: 1, max: 5 })
  await fc.assert(
    fc.asyncProperty(rowCounts, pageSizes, plans, patience, (rowCount, pageSize, plan, calls) => {
      const list = new MovingList(rowCount, pageSize, plan)
      return losesNothing(list, () => scanInAttempts(list, calls))
    }),
    { numRuns: 2_000 },
  )
})

/** Each attempt makes `calls` calls, and continues from the pages of earlier attempts. */
async function scanInAttempts(list: MovingList, calls: number): Promise<void> {
  const kept: (PageMarks | null)[] = []
  for (;;) {
    const before = [...kept]
    let left = calls
    const attempt = scanPages(async (offset) => {
      const known = before.shift()
      if (known !== undefined) return known
      if (left === 0) throw new Error('broken off')
      left -= 1
      const page = await list.readPage(offset)
      kept.push(page)
      return page
    })
    if (await attempt.then(() => true).catch(() => false)) return
  }
}

async function losesNothing(
  list: MovingList,
  scan = () => scanPages(list.readPage),
): Promise<void> {
  const throughout = list.rows.map(({ key }) => key)
  await scan()
  const lost = throughout.filter((key) => !list.found.has(key) && !list.left.has(key))
  expect(lost).toEqual([])
}

test('a list of one page takes one call, empty or not, whatever its total says', async () => {
  for (const rowCount of [0, 1, 5]) {
    const list = new MovingList(rowCount, 5, [])
    await scanPages(list.readPage)
    expect(list.found.size).toBe(rowCount)
    expect(list.callCount).toBe(1)
  }
})

test('a quiet list of many pages takes its pages and the first one again', async () => {
  const list = new MovingList(21, 5, [])
  await scanPages(list.readPage)
  expect(list.found.size).toBe(21)
  expect(list.callCount).toBe(6)
})

test('rows that arrive during a scan are found, and the new last page is read', async () => {
  const list = new MovingList(10, 5, [[], [ARRIVE], [ARRIVE]])
  await scanPages(list.readPage)
  expect(list.found.size).toBe(12)
})

test('a row that moves during a scan is read in its latest form', async () => {
  const list = new MovingList(10, 5, [[], [bump(1)]])
  await scanPages(list.readPage)
  const newest = Math.max(...list.rows.map(({ stamp }) => stamp))
  expect(list.found.get('first-1')).toBe(newest)
})

test('a row that slips over a page’s edge when another leaves is found by a second scan', async () => {
  const list = new MovingList(15, 5, [[], [], [leave(0)]])
  await scanPages(list.readPage)
  const found = [...list.found.keys()]
  expect(found).toContain('first-10')
  expect(list.callCount).toBe(7)
})

test('a row that slips away from three scans is found by the fourth', async () => {
  const plan: Move[][] = []
  plan[5] = [leave(0)]
  plan[11] = Array.from({ length: 5 }, () => leave(15))
  plan[16] = Array.from({ length: 5 }, () => leave(10))
  const list = new MovingList(35, 5, plan)
  await scanPages(list.readPage)
  const found = [...list.found.keys()]
  expect(found).toContain('first-25')
  expect(list.callCount).toBe(24)
})

test('no page is read behind a missing one once that is known, and the list is scanned again', async () => {
  const gone = Array.from({ length: 28 }, () => leave(0))
  // Meanwhile a row arrives, so that the pages that were asked for at once do not tell.
  const list = new MovingList(31, 5, [[], [ARRIVE], [], [], [], [], [], [], gone])
  await scanPages(list.readPage)
  const found = [...list.found.keys()]
  expect(found).toEqual(expect.arrayContaining(['first-28', 'first-29', 'first-30']))
  expect(list.callCount).toBe(10)
})

test('a total that counts rows which are never shown costs one more scan and no more', async () => {
  const list = new MovingList(12, 5, [])
  const inflated = async (offset: number) => {
    const page = await list.readPage(offset)
    return page && { ...page, total: 40 }
  }
  await scanPages(inflated)
  expect(list.found.size).toBe(12)
  expect(list.callCount).toBe(7)
})

test('a list that shrinks in every scan is given up on, with what all scans found', async () => {
  const plan = Array.from({ length: 100 }, () => [leave(0)])
  const list = new MovingList(90, 5, plan)
  await scanPages(list.readPage)
  expect(list.callCount).toBeLessThan(80)
  expect(list.found.size).toBeGreaterThan(80)
})
