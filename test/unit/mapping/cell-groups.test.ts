import { expect, test } from 'vitest'
import {
  activityCells,
  columnsToClear,
  maskAfter,
  registrationCells,
  writtenMask,
} from '../../../src/mapping/cell-groups.ts'
import { FIELD_TABLE } from '../../../src/mapping/field-table.ts'
import { EXPECTED_HEADINGS } from '../../support/expectation/expected-cells.ts'

/** A row that holds something in these columns. */
function row(...headings: readonly string[]): string[] {
  return FIELD_TABLE.map(({ heading }) => (headings.includes(heading) ? 'x' : ''))
}

const ACTIVITY = FIELD_TABLE.filter(({ group }) => group === 'activity').map((f) => f.heading)

test('every column is in one group, and the status is activity', () => {
  expect(ACTIVITY).toEqual([
    'Status',
    'Attendance Date/Time',
    'Live Duration',
    'Archive Duration',
    'Engagement Score',
    '# of Poll Responses',
    '# of Questions Asked',
    '# of Surveys Submitted',
    'Number of Resources Viewed',
    'Attendance Date',
  ])
  const cells = FIELD_TABLE.map((_, position) => String(position))
  expect([...registrationCells(cells), ...activityCells(cells)].toSorted()).toEqual(
    cells.toSorted(),
  )
})

test('columns keep their places, which stored rows and masks rely on: new ones go to the end', () => {
  const headings = FIELD_TABLE.map(({ heading }) => heading)
  expect(headings.slice(0, EXPECTED_HEADINGS.length)).toEqual(EXPECTED_HEADINGS)
})

test('the mask tells every column from the others', () => {
  const masks = FIELD_TABLE.map(({ heading }) => writtenMask(row(heading)))
  expect(new Set(masks).size).toBe(FIELD_TABLE.length)
})

test('a registration cell that ON24 no longer gives is cleared, if it was written', () => {
  const before = writtenMask(row('Title', 'Company', 'Email Address'))
  expect(columnsToClear(before, row('Company', 'City', 'Email Address'), false)).toEqual(['Title'])
  expect(columnsToClear(0, row('Email Address'), false)).toEqual([])
})

test('activity is cleared only in a row that is rewritten for somebody else', () => {
  const before = writtenMask(row('Email Address', 'Status', 'Live Duration', 'Title'))
  const after = row('Email Address', 'Status')
  expect(columnsToClear(before, after, false)).toEqual(['Title'])
  expect(columnsToClear(before, after, true)).toEqual(['Title', 'Live Duration'])
})

test('a written activity cell stays on the mask, a cleared registration cell leaves it', () => {
  const before = writtenMask(row('Title', 'Live Duration'))
  expect(maskAfter(before, row('City'))).toBe(writtenMask(row('City', 'Live Duration')))
})

test('the mask tells the first and the last column apart from all others', () => {
  const masks = FIELD_TABLE.map(({ heading }) => writtenMask(row(heading)))
  expect(new Set(masks).size).toBe(FIELD_TABLE.length)
  expect(masks.every((mask) => mask > 0)).toBe(true)
})
