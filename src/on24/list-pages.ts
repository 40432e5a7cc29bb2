/** What the three paged lists of an account have in common: their size, their pages' ends, their ranges. */
import type { z } from 'zod'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { On24RequestRefused, On24UnexpectedResponse } from './errors.ts'
import { cutRange } from './pacific-days.ts'
import type { DayRange } from './pacific-days.ts'
import { requestJson } from './request.ts'
import type { On24Request, On24Session } from './request.ts'
import { scanPages } from './scan-pages.ts'
import type { Page } from './scan-pages.ts'
import type { WirePage } from './schemas.ts'

const ROWS_PER_PAGE = 100

export interface PagedList<Row> {
  readonly request: On24Request
  readonly schema: z.ZodType<WirePage<Row>>
  readonly keyOf: (row: Row) => string
}

/** Every row of the list within a range of any length, each key once. */
export async function listRows<Row>(
  session: On24Session,
  list: PagedList<Row>,
  range: DayRange,
  options: CallOptions,
): Promise<Row[]> {
  const rows = new Map<string, Row>()
  for (const piece of cutRange(range)) {
    const found = await scanPages(
      (offset) => readPage(session, list, piece, offset, options),
      list.keyOf,
    )
    for (const row of found) rows.set(list.keyOf(row), row)
  }
  return [...rows.values()]
}

async function readPage<Row>(
  session: On24Session,
  { request, schema }: PagedList<Row>,
  { from, to }: DayRange,
  offset: number,
  options: CallOptions,
): Promise<Page<Row> | null> {
  const query = {
    ...request.query,
    startdate: from,
    enddate: to,
    itemsperpage: String(ROWS_PER_PAGE),
    pageoffset: String(offset),
  }
  try {
    const page = await requestJson(session, { ...request, query }, schema, options)
    return toPage(request.endpoint, page)
  } catch (error) {
    // The same query was fine for page 0: the list has become shorter than this page's offset.
    if (offset > 0 && error instanceof On24RequestRefused) return null
    throw error
  }
}

/** An empty list may come without its rows, with a page count of 0 or 1, or without one. */
function toPage<Row>(endpoint: string, { rows, total, pageCount }: WirePage<Row>): Page<Row> {
  if (!rows && total === null && pageCount === null) {
    throw new On24UnexpectedResponse(endpoint, 'neither rows nor a total')
  }
  const isAllHere = total === null || total <= (rows?.length ?? 0)
  return {
    rows: rows ?? [],
    total,
    pageCount: pageCount ?? (isAllHere ? 1 : Math.ceil(total / ROWS_PER_PAGE)),
  }
}
