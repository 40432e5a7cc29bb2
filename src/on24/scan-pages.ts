/**
 * Reads a paged list that changes while it is read. ON24 has neither cursors nor snapshots: a page is a
 * slice of the list as it is at that moment, so each scan must check whether it missed rows.
 *
 * Lists are newest first. A row that is added, or moves, goes to the head and pushes later rows back: the scan
 * sees duplicates, which do no harm. A row that is removed pulls later rows forward, maybe across a page boundary,
 * where the scan misses them. As long as no page reports a smaller total than the page before it, additions made up
 * for removals, and the scan missed only rows that moved to the head: it catches up on those at the end.
 */
import type { PageMarks } from '../contracts/scan.ts'

/** Returns null for a page that no longer exists. Never called for a page beyond the latest page count. */
export type ReadPage = (offset: number) => Promise<PageMarks | null>

const MAX_SCANS = 4
const MAX_CATCH_UPS = 4

/**
 * Reads pages until no row can have been missed. The next page follows from the earlier pages alone, so a scan that
 * gets the stored pages again resumes where it stopped. A list that keeps changing is given up after MAX_SCANS scans;
 * the rows of all of them count. A list of one page takes one call.
 */
export async function scanPages(readPage: ReadPage): Promise<void> {
  const seen = new Set<string>()
  for (let scanCount = 1; scanCount <= MAX_SCANS; scanCount += 1) {
    const seenBefore = seen.size
    const pass = await readOnce(readPage)
    for (const key of pass.rows.keys()) seen.add(key)
    if (pass.isWhole) return
    // ON24's totals include rows that it never returns: a steady list without a new row is complete.
    if (scanCount > 1 && pass.isSteady && seen.size === seenBefore) return
  }
}

interface Pass {
  /** The latest form of each row, by its key. */
  readonly rows: ReadonlyMap<string, string>
  /** No change during the pass can have hidden a row. */
  readonly isSteady: boolean
  /** Steady, with as many rows as ON24 counts. */
  readonly isWhole: boolean
}

async function readOnce(readPage: ReadPage): Promise<Pass> {
  const rows = new Map<string, string>()
  let total = 0
  let pageCount = 0
  let hasShrunk = false

  async function take(offset: number): Promise<PageMarks['rows']> {
    const page = await readPage(offset)
    if (page === null) {
      pageCount = offset
      hasShrunk = true
      return []
    }
    const newTotal = page.total ?? page.pageCount
    hasShrunk ||= newTotal < total
    total = newTotal
    // No page follows an empty page, whatever page count it reports.
    pageCount = page.rows.length === 0 ? Math.min(page.pageCount, offset) : page.pageCount
    for (const [key, form] of page.rows) rows.set(key, form)
    return page.rows
  }

  /**
   * Reads from the head down to a row that has not moved since it was read before: rows that moved are above it.
   * Complete only if page 0 held such a row, since a row may move there while later pages are read.
   */
  async function catchUp(): Promise<boolean> {
    const before = new Map(rows)
    for (let offset = 0; offset < pageCount; offset += 1) {
      const found = await take(offset)
      const hasUnmoved = found.some(([key, form]) => before.get(key) === form)
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
