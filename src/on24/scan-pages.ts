/**
 * Reads a paged list that changes while it is read. ON24 has neither cursor nor snapshot: a page is a
 * slice of the list as it is at that moment, so what a scan sees must be judged.
 *
 * Lists are newest first. A row that arrives, or moves, goes to the head and pushes the others back:
 * duplicates, no harm. A row that leaves pulls the later ones forward, maybe over a page's edge, where
 * the scan misses them. As long as no page reports fewer rows than the one before it, leaving was made up
 * for by arriving, and nothing was missed but what moved to the head: that is caught up on at the end.
 */
import type { PageMarks } from '../contracts/scan.ts'

/** Gives null for a page that does not exist any more. Never asked for a page past the last count. */
export type ReadPage = (offset: number) => Promise<PageMarks | null>

const MAX_SCANS = 4
const MAX_CATCH_UPS = 4

/**
 * Has pages read until no row can have been missed. Which page is read next follows from the answers alone: a
 * scan that is given the same pages again goes on where it was. A list that never holds still is given up on
 * after some scans, with what they found together. A list of one page takes one call.
 */
export async function scanPages(readPage: ReadPage): Promise<void> {
  const seen = new Set<string>()
  for (let scanCount = 1; scanCount <= MAX_SCANS; scanCount += 1) {
    const seenBefore = seen.size
    const pass = await readOnce(readPage)
    for (const key of pass.rows.keys()) seen.add(key)
    if (pass.isWhole) return
    // Totals count rows that are never shown, too: a steady list that gives nothing new has given all.
    if (scanCount > 1 && pass.isSteady && seen.size === seenBefore) return
  }
}

interface Pass {
  /** By their keys, the latest form of each. */
  readonly rows: ReadonlyMap<string, string>
  /** Nothing happened meanwhile that can have hidden a row. */
  readonly isSteady: boolean
  /** Steady, and as many rows as ON24 counts. */
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
    // Nothing is behind an empty page, however many the answer counts.
    pageCount = page.rows.length === 0 ? Math.min(page.pageCount, offset) : page.pageCount
    for (const [key, form] of page.rows) rows.set(key, form)
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
