/** How far one of ON24's paged lists was read: enough to go on from there, and nothing of a person. */

/** A row as it stood on a page: hashes of what names it, and of what it said. */
export type RowMark = readonly [key: string, form: string]

export interface PageMarks {
  readonly rows: readonly RowMark[]
  /** Rows of the whole list; null when ON24 does not say. */
  readonly total: number | null
  readonly pageCount: number
}

/** A page as it was answered. `page` is null where the list had become shorter than that. */
export interface ScannedPage {
  /** In the order of reading, from 0: a scan may read a page of the list more than once. */
  readonly number: number
  readonly offset: number
  readonly page: PageMarks | null
}

/** Whoever keeps what a scan finds. */
export interface Scan<Row> {
  /** Pages that were read and kept by an earlier attempt, in order: they are not asked for again. */
  readonly before: readonly ScannedPage[]
  /**
   * Keeps a page before the next one is asked for. A row may come more than once: the latest form counts.
   * `unreadable`: rows that were passed over, and were not on an earlier page.
   */
  keep(rows: readonly Row[], place: ScannedPage, unreadable: number): Promise<void>
}
