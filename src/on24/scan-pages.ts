/**
 * Reads a paged list that changes while it is read. ON24 has neither cursors nor snapshots: a page is a
 * slice of the list as it is at that moment, so each scan must check whether it missed rows.
 *
 * Lists are newest first. A row that is added, or moves, goes to the head and pushes later rows back: the scan
 * sees duplicates, which do no harm. A row that is removed pulls later rows forward, maybe across a page boundary,
 * where the scan misses them. As long as no page reports a smaller total than the page before it, additions made up
 * for removals, and the scan missed only rows that moved to the head: it catches up on those at the end.
 */
import { isDeepStrictEqual } from 'node:util'
import pLimit from 'p-limit'
import type { PageMarks } from '../contracts/scan.ts'

/**
 * Returns null for a page that no longer exists. Never called for a page beyond the latest page count. Called again
 * while earlier calls are under way.
 */
export type ReadPage = (offset: number) => Promise<PageMarks | null>

const MAX_SCANS = 4
const MAX_CATCH_UPS = 4
/** More pages at once would not be read sooner at ON24's pace, unless a call takes more than five seconds. */
const PAGES_AT_ONCE = 8

/**
 * Reads pages until no row can have been missed. The next pages follow from the earlier pages alone, so a scan that
 * gets the stored pages again resumes where it stopped. A list that keeps changing is given up after MAX_SCANS scans;
 * the rows of all of them count. A list of one page takes one call.
 */
export async function scanPages(readPage: ReadPage): Promise<void> {
  const quiet = await readAtOnce(readPage)
  if (quiet.isWhole) return
  const seen = new Set(quiet.keys)
  let head: PageMarks | null = quiet.head
  for (let scanCount = 1; scanCount <= MAX_SCANS; scanCount += 1) {
    const seenBefore = seen.size
    const pass = await readOnce(readPage, head)
    head = null
    for (const key of pass.rows.keys()) seen.add(key)
    if (pass.isWhole) return
    // ON24's totals include rows that it never returns: a steady list without a new row is complete.
    const isSecond = scanCount > 1 || quiet.isUnchanged
    if (isSecond && pass.isSteady && seen.size === seenBefore) return
  }
}

/**
 * Reads the first page, then all others at once, then the first again. In which order ON24 took the pages is unknown, so
 * nothing can be said about a list that changed meanwhile. One whose first page is as before did not change: what arrives
 * or moves, does so there, and what leaves makes the total smaller.
 */
async function readAtOnce(readPage: ReadPage): Promise<{
  readonly keys: ReadonlySet<string>
  readonly isUnchanged: boolean
  /** Unchanged, with as many rows as ON24 counts. */
  readonly isWhole: boolean
  /** The first page, as it was read last. */
  readonly head: PageMarks | null
}> {
  const first = await readPage(0)
  const keys = new Set(keysOf(first))
  const pageCount = first === null || first.rows.length === 0 ? 0 : first.pageCount
  if (first === null || pageCount <= 1) {
    return { keys, isUnchanged: true, isWhole: true, head: first }
  }
  const pages = await allPages(readPage, pageCount)
  const head = await readPage(0)
  for (const page of pages) for (const key of keysOf(page)) keys.add(key)
  const isUnchanged = isDeepStrictEqual(head, first)
  const isWhole = isUnchanged && keys.size >= (first.total ?? pageCount)
  return { keys, isUnchanged, isWhole, head }
}

/** After a failure no further page is asked for; it is thrown when those under way have ended. */
async function allPages(readPage: ReadPage, pageCount: number): Promise<(PageMarks | null)[]> {
  const limit = pLimit({ concurrency: PAGES_AT_ONCE, rejectOnClear: true })
  const read = async (offset: number) => {
    try {
      return await readPage(offset)
    } catch (error) {
      limit.clearQueue()
      throw error
    }
  }
  const offsets = Array.from({ length: pageCount - 1 }, (_, index) => index + 1)
  const ends = await Promise.allSettled(offsets.map((offset) => limit(read, offset)))
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  })
}

function keysOf(page: PageMarks | null): string[] {
  return (page?.rows ?? []).map(([key]) => key)
}

interface Pass {
  /** The latest form of each row, by its key. */
  readonly rows: ReadonlyMap<string, string>
  /** No change during the pass can have hidden a row. */
  readonly isSteady: boolean
  /** Steady, with as many rows as ON24 counts. */
  readonly isWhole: boolean
}

/** @param head the first page, if it was just read */
async function readOnce(readPage: ReadPage, head: PageMarks | null): Promise<Pass> {
  const rows = new Map<string, string>()
  let total = 0
  let pageCount = 0
  let hasShrunk = false

  async function take(offset: number): Promise<PageMarks['rows']> {
    const page = await readPage(offset)
    return add(offset, page)
  }

  function add(offset: number, page: PageMarks | null): PageMarks['rows'] {
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

  if (head === null) await take(0)
  else add(0, head)
  if (pageCount <= 1) return { rows, isSteady: true, isWhole: true }
  for (let offset = 1; offset < pageCount; offset += 1) await take(offset)
  let isCaughtUp = false
  for (let turn = 0; turn < MAX_CATCH_UPS && !isCaughtUp && !hasShrunk; turn += 1) {
    isCaughtUp = await catchUp()
  }
  const isSteady = isCaughtUp && !hasShrunk
  return { rows, isSteady, isWhole: isSteady && rows.size >= total }
}
