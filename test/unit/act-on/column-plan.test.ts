import { expect, test } from 'vitest'
import { planColumns } from '../../../src/mapping/column-plan.ts'
import { FIELD_TABLE } from '../../../src/mapping/field-table.ts'

const OURS = FIELD_TABLE.map(({ heading }) => heading)

/** Maps each heading of the list that gets a value to our heading with that value. */
function filled(headings: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    planColumns(headings).columns.flatMap(({ heading, fieldPosition }) =>
      fieldPosition === null ? [] : [[heading, OURS[fieldPosition] ?? '']],
    ),
  )
}

const identity = Object.fromEntries(OURS.map((heading) => [heading, heading]))
const without = (headings: readonly string[], gone: string) =>
  headings.filter((heading) => heading !== gone)
const same = (gone: readonly string[]) =>
  Object.fromEntries(Object.entries(identity).filter(([heading]) => !gone.includes(heading)))

test('an untouched list is filled column by column', () => {
  expect(filled(OURS)).toEqual(identity)
  expect(planColumns(OURS).missing).toEqual([])
})

test('renamed columns go on by their position', () => {
  const renamed = OURS.with(3, 'Employer').with(4, 'E-mail')
  const plan = planColumns(renamed)
  expect(filled(renamed)).toEqual({
    ...same(['Company', 'Email Address']),
    Employer: 'Company',
    'E-mail': 'Email Address',
  })
  expect(plan.missing).toEqual([])
  expect(plan.emailHeading).toBe('E-mail')
})

test('a deleted column is missing, and a new one stays blank, wherever it stands', () => {
  for (const headings of [
    ['Sales rep', ...without(OURS, 'Company')],
    [...without(OURS, 'Company'), 'Sales rep'],
    [...without(OURS, 'Company'), 'Sales rep', 'Region'],
  ]) {
    expect(filled(headings)).toEqual(same(['Company']))
    expect(planColumns(headings).missing).toEqual(['Company'])
  }
})

test('columns in another order keep their values', () => {
  expect(filled(OURS.toReversed())).toEqual(identity)
})

test('of two columns with one heading the first is ours', () => {
  const plan = planColumns([...OURS, 'Company'])
  expect(plan.columns.at(-1)).toEqual({ heading: 'Company', fieldPosition: null })
  expect(plan.missing).toEqual([])
})

test('a renamed key column in a list of another length is missing', () => {
  const plan = planColumns([...OURS.with(4, 'E-mail'), 'Sales rep'])
  expect(plan).toMatchObject({ emailHeading: null, missing: ['Email Address'] })
})
