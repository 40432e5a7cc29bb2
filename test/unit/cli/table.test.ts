import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { type Column, renderTable } from '../../../src/cli/table.ts'
import { plain } from '../../../src/cli/format.ts'

interface Row {
  readonly id: string
  readonly title: string
  readonly count: string
}

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Id', cell: ({ id }) => id },
  { head: 'Title', cell: ({ title }) => title, minWidth: 10 },
  { head: 'Count', cell: ({ count }) => count, isNumber: true, dropOrder: 1 },
  { head: 'Twice', cell: ({ count }) => count + count, isNumber: true, dropOrder: 2 },
]

const ROWS: readonly Row[] = [
  { id: '4781233', title: 'A short one', count: '7' },
  {
    id: '4781234',
    title: '数字営業の未来 – wie Webinare Kunden gewinnen und halten',
    count: '12345',
  },
]

const plainPaint = (_colour: string, words: string) => words
const linesAt = (width: number) =>
  renderTable(ROWS, COLUMNS, { width, paint: plainPaint }).split('\n')

describe('a table', () => {
  test('shows everything where there is room, numbers to the right', () => {
    expect(linesAt(120)).toEqual([
      'Id       Title                                                     Count       Twice',
      '4781233  A short one                                                   7          77',
      '4781234  数字営業の未来 – wie Webinare Kunden gewinnen und halten  12345  1234512345',
    ])
  })

  test.each([80, 60, 44, 30, 20])('of %i columns keeps within them', (width) => {
    for (const line of linesAt(width)) expect(stringWidth(line)).toBeLessThanOrEqual(width)
  })

  test('cuts titles before it drops a column, and drops the least important column first', () => {
    expect(linesAt(40)[0]).toMatch(/^Id +Title +Count +Twice$/)
    expect(linesAt(40)[2]).toContain('…')
    expect(linesAt(30)[0]).toMatch(/^Id +Title +Count$/)
    expect(linesAt(20)[0]).toMatch(/^Id +Title$/)
  })

  test('says which columns it drops, and how to see them', () => {
    const noteAt = (width: number) => linesAt(width).slice(3).join(' ')
    expect(noteAt(40)).toBe('')
    expect(noteAt(30)).toBe(
      'Columns left out for lack of width: Twice. Use a wider terminal or --json.',
    )
    expect(noteAt(20)).toContain('for lack of width: Count, Twice.')
  })

  test('measures coloured text by its visible width', () => {
    const paint = (_colour: string, words: string) => `\u001b[1m${words}\u001b[22m`
    const painted: readonly Column<Row>[] = [
      { head: 'Id', cell: ({ id }, brush) => brush('red', id) },
      { head: 'Count', cell: ({ count }) => count },
    ]
    const [, line = ''] = renderTable(ROWS, painted, { width: 14, paint }).split('\n')
    expect(line).toBe('\u001b[1m4781233\u001b[22m  7')
  })
})

test('a title cannot send control characters to the terminal', () => {
  expect(plain('red \u001b[31m\u0007and\r\nturned \u202eround\u009b2J ')).toBe(
    'red [31m and turned round 2J',
  )
})
