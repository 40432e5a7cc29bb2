/**
 * Reads a paged list that changes while it is read. ON24 has neither cursor nor snapshot: a page is a
 * slice of the list as it is at that moment, so what a scan sees must be judged.
 *
 * Lists are newest first. A row that arrives, or moves, goes to the head and pushes the others back:
 * duplicates, no harm. A row that leaves pulls the later ones forward, maybe over a page's edge, where
 * the scan misses them. As long as no page reports fewer rows than the one before it, leaving was made up
 * for by arriving, and nothing was missed but what moved to the head: that is caught up on at the end.
 */
import { isDeepStrictEqual } from 'node:util'

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Rows of the whole list; null when ON24 does not say. */
  readonly total: number | null
  readonly pageCount: number
}

/** Gives null for a page that does not exist any more. Never asked for a page past the last count. */
export type ReadPage<Row> = (offset: number) => Promise<Page<Row> | null>

const MAX_SCANS = 4
const MAX_CATCH_UPS = 4

/**
 * All rows seen, each key once in its latest form. A list that never holds still is given up on after
 * some scans, with what they found together. A list of one page takes one call.
 */
export async function scanPages<Row>(
  readPage: ReadPage<Row>,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const seen = new Map<string, Row>()
  for (let scanCount = 1; scanCount <= MAX_SCANS; scanCount += 1) {
    const seenBefore = seen.size
    const scan = await scanOnce(readPage, keyOf)
    for (const [key, row] of scan.rows) seen.set(key, row)
    if (scan.isWhole) break
    // Totals count rows that are never shown, too: a steady list that gives nothing new has given all.
    if (scanCount > 1 && scan.isSteady && seen.size === seenBefore) break
  }
  return [...seen.values()]
}

interface Scan<Row> {
  readonly rows: ReadonlyMap<string, Row>
  /** Nothing happened meanwhile that can have hidden a row. */
  readonly isSteady: boolean
  /** Steady, and as many rows as ON24 counts. */
  readonly isWhole: boolean
}

async function scanOnce<Row>(
  readPage: ReadPage<Row>,
  keyOf: (row: Row) => string,
): Promise<Scan<Row>> {
  const rows = new Map<string, Row>()
  let total = 0
  let pageCount = 0
  let hasShrunk = false

  async function take(offset: number): Promise<readonly Row[]> {
    const page = await readPage(offset)
    if (page === null) {
      pageCount = offset
      hasShrunk = true
      return []
    }
    const newTotal = page.total ?? page.pageCount
    hasShrunk ||= newTotal < total
    total = newTotal
    pageCount = page.pageCount
    for (const row of page.rows) rows.set(keyOf(row), row)
    return page.rows
  }

  /**
   * Reads from the head down to a row that has not moved since an earlier pass: what moved is above it.
   * Not done unless page 0 had one, since a row may move there while the pages below are read.
   */
  async function catchUp(): Promise<boolean> {
    const before = new Map(rows)
    for (let offset = 0; offset < pageCount; offset += 1) {
      const found = await take(offset)
      const hasUnmoved = found.some((row) => isDeepStrictEqual(before.get(keyOf(row)), row))
      if (hasUnmoved) return offset === 0
    }
    return false
  }

  await take(0)
  if (pageCount <= 1) return { rows, isSteady: true, isWhole: true }
  for (let offset = 1; offset < pageCount; offset += 1) await take(offset)
  let isCaughtUp = false
  for (let turn = 0; turn < MAX_CATCH_UPS && !isCaughtUp && !hasShrunk; turn += 1) {
    isCaughtUp = await catchUp()
  }
  const isSteady = isCaughtUp && !hasShrunk
  return { rows, isSteady, isWhole: isSteady && rows.size >= total }
}
