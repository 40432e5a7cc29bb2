/** Zero-based pages of at most 100 rows, taken from the list as it is at the time of each call. */
import type { On24Knobs } from './knobs.ts'
import type { Query } from './query.ts'
import { Refusal } from './refusal.ts'

const LARGEST_PAGE = 100

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly pageCount: number
  readonly currentPage: number
}

export function pageOf<Row>(query: Query, knobs: On24Knobs, all: readonly Row[]): Page<Row> {
  const asked = query.number('itemsperpage', LARGEST_PAGE)
  if (asked === 0 || (asked > LARGEST_PAGE && knobs.overCap === 'refuse')) {
    throw new Refusal(400, 'Invalid itemsPerPage, range must be between 1 and 100.')
  }
  const size = Math.min(asked, LARGEST_PAGE)
  const currentPage = query.number('pageoffset', 0)
  const pageCount = Math.ceil(all.length / size)
  if (currentPage > 0 && currentPage >= pageCount && knobs.pageOutOfRange === 'refuse') {
    const last = Math.max(0, pageCount - 1)
    throw new Refusal(400, `Invalid pageOffset, range must be between 0 and ${last}.`)
  }
  return {
    rows: all.slice(currentPage * size, (currentPage + 1) * size),
    pageCount: all.length === 0 ? knobs.zeroResults.pageCount : pageCount,
    currentPage,
  }
}

/** An object with the rows under `key`, which may be absent without rows. */
export function rowsUnder(key: string, rows: readonly object[], knobs: On24Knobs): object {
  return rows.length === 0 && knobs.zeroResults.rows === 'absent' ? {} : { [key]: rows }
}
