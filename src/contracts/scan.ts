/** How far one of ON24's paged lists was read: enough to continue from there, without personal data. */

/** A row of a page: the hash of its key, and the hash of its content. */
export type RowMark = readonly [key: string, form: string]

export interface PageMarks {
  readonly rows: readonly RowMark[]
  /** Rows of the whole list; null when ON24 does not say. */
  readonly total: number | null
  readonly pageCount: number
}

/** A page as ON24 returned it. `page` is null where the list had become shorter than the offset. */
export interface ScannedPage {
  /** In the order of asking, from 0: a scan may read a page of the list more than once. */
  readonly number: number
  readonly offset: number
  readonly page: PageMarks | null
}

/** Stores what a scan finds. */
export interface Scan<Row> {
  /** Pages that an earlier attempt read and kept, in order, maybe with gaps: they are not requested again. */
  readonly before: readonly ScannedPage[]
  /**
   * Keeps a page; called again while earlier pages are being kept. A row may appear more than once, in any order.
   * `unreadable`: the number of skipped rows that were not on an earlier page.
   */
  keep(rows: readonly Row[], place: ScannedPage, unreadable: number): Promise<void>
}
