/** Maps our columns to a list's current headings: users may rename, add and delete columns. Pure. */
import type { ListColumn } from '../contracts/act-on-column.ts'
import { EMAIL_HEADING, FIELD_TABLE, REGISTRANT_ID_HEADING } from './field-table.ts'

export interface ColumnPlan {
  /** In the list's order: its own heading, and the position in the field table of the column that fills it. */
  readonly columns: readonly (ListColumn & { readonly fieldPosition: number | null })[]
  /** Our headings that the list no longer has. */
  readonly missing: readonly string[]
  /** The list's headings for the two columns without which nothing can be written. */
  readonly emailHeading: string | null
  readonly registrantIdHeading: string | null
}

/**
 * Matches columns by heading. If the list still has our number of columns, one without its heading was renamed, and is
 * matched by its position. Our columns that are gone are left out, and users' own columns stay blank.
 */
export function planColumns(headings: readonly string[]): ColumnPlan {
  const mayBeRenamed = headings.length === FIELD_TABLE.length
  const positions = headings.map((heading, index) => {
    const position = FIELD_TABLE.findIndex((field) => field.heading === heading)
    if (position !== -1) return headings.indexOf(heading) === index ? position : null
    // One deleted and one new column leave the number unchanged, too: then our column of this position is elsewhere.
    const isFree = !headings.includes(FIELD_TABLE[index]?.heading ?? '')
    return mayBeRenamed && isFree ? index : null
  })
  const columns = headings.map((heading, index) => {
    const fieldPosition = positions[index] ?? null
    const columnType = fieldPosition === null ? undefined : FIELD_TABLE[fieldPosition]?.columnType
    return columnType === undefined
      ? { heading, fieldPosition }
      : { heading, columnType, fieldPosition }
  })
  const headingOf = (ours: string) =>
    columns.find(
      ({ fieldPosition }) => fieldPosition !== null && FIELD_TABLE[fieldPosition]?.heading === ours,
    )?.heading ?? null
  return {
    columns,
    missing: FIELD_TABLE.filter((_, position) => !positions.includes(position)).map(
      ({ heading }) => heading,
    ),
    emailHeading: headingOf(EMAIL_HEADING),
    registrantIdHeading: headingOf(REGISTRANT_ID_HEADING),
  }
}

/** The plan of a list that was just created, or that no user has changed as far as we know. */
export const OWN_COLUMNS: ColumnPlan = planColumns(FIELD_TABLE.map(({ heading }) => heading))

/** The cells in the list's order, blank for users' own columns. */
export function rowFor(plan: ColumnPlan, cells: readonly string[]): string[] {
  return plan.columns.map(({ fieldPosition }) =>
    fieldPosition === null ? '' : (cells[fieldPosition] ?? ''),
  )
}

/** The cells by the list's own headings, without empty ones. */
export function recordFor(plan: ColumnPlan, cells: readonly string[]): Record<string, string> {
  const row = rowFor(plan, cells)
  return Object.fromEntries(
    plan.columns.flatMap(({ heading }, index) => {
      const cell = row[index] ?? ''
      return cell === '' ? [] : [[heading, cell]]
    }),
  )
}

/** The list's headings for these columns of ours; columns that are gone are left out. */
export function headingsFor(plan: ColumnPlan, ours: readonly string[]): string[] {
  return plan.columns.flatMap(({ heading, fieldPosition }) =>
    fieldPosition !== null && ours.includes(FIELD_TABLE[fieldPosition]?.heading ?? '')
      ? [heading]
      : [],
  )
}
