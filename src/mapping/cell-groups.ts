/** The two groups of a row's cells, and the bit mask that records which cells were written. */
import { FIELD_TABLE } from './field-table.ts'

const positions = (group: 'registration' | 'activity'): readonly number[] =>
  FIELD_TABLE.flatMap((field, position) => (field.group === group ? [position] : []))

const REGISTRATION = positions('registration')
const ACTIVITY = positions('activity')
const ACTIVITY_MASK = ACTIVITY.reduce((mask, position) => mask | (1 << position), 0)

export function registrationCells(cells: readonly string[]): readonly string[] {
  return REGISTRATION.map((position) => cells[position] ?? '')
}

/** Status included. */
export function activityCells(cells: readonly string[]): readonly string[] {
  return ACTIVITY.map((position) => cells[position] ?? '')
}

/** Bit n is set if the cell of the field table's column n holds a value. An integer has room for 32 columns. */
export function writtenMask(cells: readonly string[]): number {
  return cells.reduce((mask, cell, position) => (cell === '' ? mask : mask | (1 << position)), 0)
}

/** Activity cells that were written stay in the mask: an empty cell never clears them in Act-On. */
export function maskAfter(before: number, cells: readonly string[]): number {
  return (before & ACTIVITY_MASK) | writtenMask(cells)
}

/**
 * Headings of columns that hold a value in Act-On but are empty in the new row. With `everything`, activity cells are
 * included: only for a row that is rewritten for another person.
 */
export function columnsToClear(
  before: number,
  cells: readonly string[],
  everything: boolean,
): readonly string[] {
  const gone = before & ~writtenMask(cells) & (everything ? ~0 : ~ACTIVITY_MASK)
  return FIELD_TABLE.flatMap((field, position) => (gone & (1 << position) ? [field.heading] : []))
}
