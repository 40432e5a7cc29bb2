/** What users have changed in the rows and columns of one list, and so may differ from ON24. */

import { EXPECTED_HEADINGS } from '../expectation/expected-cells.ts'

/** How a row of ON24's truth is found again. */
export interface TouchedRow {
  readonly registrantId: string
  readonly address: string
  /** A row may pass to another person and move to another address, with all the cells that are users' own. */
  readonly recordId?: string
}

interface Touch extends TouchedRow {
  /** Our headings; `row`: the row was deleted, copied, or is no longer recognised. */
  readonly what: string
  /** ON24's content of the row at that time: once ON24 changes it, the whole row is written again. */
  readonly content: Content
  /** The row's cells in Act-On at that time, by our headings; null: there was none. */
  readonly cells: Content
}

/** Cells by heading; null: ON24 has no such row. */
export type Content = Readonly<Record<string, string>> | null

export class Touches {
  readonly #rows: Touch[] = []
  readonly #headings = new Set<string>()

  addRow(row: TouchedRow, what: string, content: Content, cells: Content): void {
    this.#rows.push({ ...row, what, content, cells })
  }

  /** The cells of a whole column were lost, or hidden from the service for a while. */
  addColumn(heading: string): void {
    this.#headings.add(heading)
  }

  /** True if a user may have caused that this cell is not as in ON24. */
  explainCell(row: TouchedRow, heading: string, content: Content): boolean {
    if (this.#headings.has(heading)) return true
    return this.#of(row).some(
      (touch) =>
        touch.what === 'row' ||
        (touch.what === heading && (isStill(touch.content, content) || isAsBefore(touch, content))),
    )
  }

  /**
   * True if a user edited this cell, or deleted the row, and ON24 has not changed the row since it was written: then
   * only a repair mends it.
   */
  staysUntilRepair(row: TouchedRow, what: string, content: Content): boolean {
    return this.#of(row).some(
      (touch) =>
        touch.what === what &&
        touch.content !== null &&
        isStill(touch.content, content) &&
        isWritten(touch),
    )
  }

  /**
   * True if a user filled this cell while ON24 had no value for it, or before the service had written one: then it
   * belongs to the user, also when the row passes to another person for whom ON24 has no value either.
   */
  isTheirs(row: TouchedRow, heading: string): boolean {
    if (this.#headings.has(heading)) return true
    return this.#of(row).some(
      ({ what, content, cells }) =>
        what === 'row' ||
        (what === heading && ((cells?.[heading] ?? '') === '' || (content?.[heading] ?? '') === '')),
    )
  }

  /** True if a user may have caused that this row is missing. */
  explainMissing(row: TouchedRow, content: Content): boolean {
    return this.#of(row).some((touch) => touch.what === 'row' && isStill(touch.content, content))
  }

  /** True if a user may have caused a second row of this registration. */
  explainFurther(row: TouchedRow): boolean {
    return this.#of(row).some(({ what }) => what === 'row')
  }

  #of({ registrantId, address, recordId }: TouchedRow): Touch[] {
    return this.#rows.filter(
      (touch) =>
        touch.registrantId === registrantId ||
        touch.address === address ||
        (recordId !== undefined && touch.recordId === recordId),
    )
  }
}

/** False while a change of the row in ON24 waited to be read. */
function isWritten(touch: Touch): boolean {
  return isAsBefore(touch, touch.content)
}

/** ON24 has returned to what the row held when the user changed it: then it is not written. */
function isAsBefore({ cells }: Touch, content: Content): boolean {
  if (content === null || cells === null) return false
  return EXPECTED_HEADINGS.every((heading) => (cells[heading] ?? '') === (content[heading] ?? ''))
}

/** Without content at that time, e.g. of a cancelled registration, nothing shows whether ON24 has changed it since. */
function isStill(before: Content, now: Content): boolean {
  return before === null || JSON.stringify(before) === JSON.stringify(now)
}
