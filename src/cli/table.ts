/**
 * Lays out rows in columns that fit the terminal: cuts long texts, then drops the least important columns, and says
 * which.
 */
import CliTable from 'cli-table3'
import stringWidth from 'string-width'
import type { Terminal } from './terminal.ts'

export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row, paint: Terminal['paint']) => string
  readonly isNumber?: true
  /** Cut when the table is too wide, down to this many characters. */
  readonly minWidth?: number
  /** Dropped when the table is still too wide, highest number first. Never dropped without it. */
  readonly dropOrder?: number
}

const GAP = 2

export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): string {
  const all = columns.map((column) => {
    const cells = rows.map((row) => column.cell(row, paint))
    return { column, cells, fullWidth: Math.max(...[column.head, ...cells].map(widthOf)) }
  })
  const kept = leaveOut(all, width)
  const missing = Math.max(0, sum(kept.map(({ fullWidth }) => fullWidth)) + gaps(kept) - width)
  const table = new CliTable({
    head: kept.map(({ column }) => paint('bold', column.head)),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    colAligns: kept.map(({ column }) => (column.isNumber ? 'right' : 'left')),
    colWidths: cut(kept, missing).map((columnWidth) => columnWidth + GAP),
  })
  rows.forEach((_row, index) => table.push(kept.map(({ cells }) => cells[index] ?? '')))
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
  const dropped = all.filter((one) => !kept.includes(one)).map(({ column }) => column.head)
  const note = dropped.length === 0 ? [] : wrapped(noteOn(dropped), width)
  return [...lines, ...note.map((line) => paint('dim', line))].join('\n')
}

function noteOn(dropped: readonly string[]): string {
  return `Columns left out for lack of width: ${dropped.join(', ')}. Use a wider terminal or --json.`
}

/** Lines of at most `width` characters, if no word is longer. */
function wrapped(words: string, width: number): string[] {
  return words.split(' ').reduce<string[]>((lines, word) => {
    const longer = [...lines.slice(-1), word].join(' ')
    return longer.length <= width ? [...lines.slice(0, -1), longer] : [...lines, word]
  }, [])
}

interface LaidColumn<Row> {
  readonly column: Column<Row>
  readonly cells: readonly string[]
  readonly fullWidth: number
}

function leaveOut<Row>(all: readonly LaidColumn<Row>[], width: number): readonly LaidColumn<Row>[] {
  const least = sum(all.map(minWidthOf)) + gaps(all)
  const spares = all.map(({ column }) => column.dropOrder ?? -1)
  const next = Math.max(...spares)
  if (least <= width || next < 0) return all
  return leaveOut(
    all.filter(({ column }) => column.dropOrder !== next),
    width,
  )
}

/** Column widths after taking `missing` characters from the columns that may be cut, widest first. */
function cut<Row>(kept: readonly LaidColumn<Row>[], missing: number): number[] {
  const widths = kept.map(({ fullWidth }) => fullWidth)
  for (let left = missing; left > 0; left -= 1) {
    const room = kept.map((laid, index) => (widths[index] ?? 0) - minWidthOf(laid))
    const most = Math.max(...room)
    if (most <= 0) break
    const widest = room.indexOf(most)
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function minWidthOf<Row>({ column, fullWidth }: LaidColumn<Row>): number {
  return Math.min(fullWidth, column.minWidth ?? fullWidth)
}

const widthOf = (text: string) => stringWidth(text)
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const gaps = (columns: readonly unknown[]) => (columns.length - 1) * GAP

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid', 'middle']
    .flatMap((place) => [place, `${place}-left`, `${place}-mid`, `${place}-right`])
    .concat('left-mid', 'mid-mid', 'right-mid')
    .map((place) => [place, '']),
)
