/** What the three paged lists of an account share: page size, end of the list, parsing of rows. */
import type { z } from 'zod'
import type { PageMarks, RowMark, Scan } from '../contracts/scan.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { On24RequestRefused, On24UnexpectedResponse } from './errors.ts'
import { cutRange } from './pacific-days.ts'
import type { DayRange } from './pacific-days.ts'
import { requestJson } from './request.ts'
import type { On24Request, On24Session } from './request.ts'
import { isUnreadable, markOf, markOfUnreadable } from './row-marks.ts'
import { scanPages } from './scan-pages.ts'
import type { WirePage } from './wire/schemas.ts'

const ROWS_PER_PAGE = 100

export interface PagedList<RowSchema extends z.ZodObject> {
  readonly request: On24Request
  readonly page: z.ZodType<WirePage>
  readonly row: RowSchema
  readonly keyOf: (row: z.infer<RowSchema>) => string
}

/**
 * Reads every row of the list within a range of any length, and passes each page to `scan`. An unreadable row is counted
 * and skipped.
 */
export async function listRows<RowSchema extends z.ZodObject>(
  session: On24Session,
  list: PagedList<RowSchema>,
  range: DayRange,
  scan: Scan<z.infer<RowSchema>>,
  options: CallOptions,
): Promise<void> {
  const before = new Map(scan.before.map((known) => [known.number, known]))
  let number = 0
  const unreadable = new Set(scan.before.flatMap(({ page }) => unreadableKeys(page)))
  for (const piece of cutRange(range)) {
    await scanPages(async (offset) => {
      const place = { number, offset }
      number += 1
      const known = before.get(place.number)
      if (known?.offset === offset) return known.page
      // An older release read the pages in another order: from this page on, they are read again.
      if (known !== undefined) before.clear()
      const answer = await readPage(session, list, piece, offset, options)
      const { rows, marks } = readRows(list, answer?.rows ?? [])
      const page = answer && { rows: marks, total: answer.total, pageCount: answer.pageCount }
      const skipped = unreadableKeys(page).filter((key) => !unreadable.has(key))
      for (const key of skipped) unreadable.add(key)
      await scan.keep(rows, { ...place, page }, skipped.length)
      return page
    })
  }
}

function unreadableKeys(page: PageMarks | null): string[] {
  return (page?.rows ?? []).filter(isUnreadable).map(([key]) => key)
}

function readRows<RowSchema extends z.ZodObject>(
  { row: schema, keyOf }: PagedList<RowSchema>,
  wire: readonly unknown[],
): { rows: z.infer<RowSchema>[]; marks: RowMark[] } {
  const keys = Object.keys(schema.shape)
  const rows: z.infer<RowSchema>[] = []
  const marks: RowMark[] = []
  for (const one of wire) {
    const parsed = schema.safeParse(one)
    if (parsed.success) rows.push(parsed.data)
    marks.push(
      parsed.success ? markOf(keyOf(parsed.data), parsed.data) : markOfUnreadable(one, keys, marks),
    )
  }
  return { rows, marks }
}

interface Page {
  readonly rows: readonly unknown[]
  readonly total: number | null
  readonly pageCount: number
}

/** Null for a page that no longer exists. */
async function readPage<RowSchema extends z.ZodObject>(
  session: On24Session,
  { request, page: schema }: PagedList<RowSchema>,
  { from, to }: DayRange,
  offset: number,
  options: CallOptions,
): Promise<Page | null> {
  const query = {
    ...request.query,
    startdate: from,
    enddate: to,
    itemsperpage: String(ROWS_PER_PAGE),
    pageoffset: String(offset),
  }
  try {
    const page = await requestJson(session, { ...request, query }, schema, options)
    return toPage(request.endpoint, offset, page)
  } catch (error) {
    // Page 0 accepted the same query, so the list has become shorter than this page's offset.
    if (offset > 0 && error instanceof On24RequestRefused) return null
    throw error
  }
}

/** For an empty list ON24 may leave out the rows, and the page count may be 0, 1 or absent. */
function toPage(endpoint: string, offset: number, { rows, total, pageCount }: WirePage): Page {
  if (!rows && total === null && pageCount === null) {
    throw new On24UnexpectedResponse(endpoint, 'neither rows nor a total')
  }
  const isFull = (rows?.length ?? 0) >= ROWS_PER_PAGE
  const counted = total === null ? offset + (isFull ? 2 : 1) : Math.ceil(total / ROWS_PER_PAGE)
  return {
    rows: rows ?? [],
    total,
    // An absent page count, or one of 0 beside a full page, is replaced by the computed one.
    pageCount: pageCount !== null && (pageCount > 0 || !isFull) ? pageCount : counted,
  }
}
