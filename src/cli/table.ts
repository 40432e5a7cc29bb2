/** Lays rows out in columns that fit the terminal: what matters least is left out first, then long texts are cut. */
import CliTable from 'cli-table3'
import stringWidth from 'string-width'
import type { Terminal } from './terminal.ts'

export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row, paint: Terminal['paint']) => string
  readonly isNumber?: true
  /** Cut when the table is too wide, down to this many characters. */
  readonly cutTo?: number
  /** Left out when the table is still too wide, the highest first. Without it: never. */
  readonly spare?: number
}

const GAP = 2

export function tableOf<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): string {
  const all = columns.map((column) => {
    const cells = rows.map((row) => column.cell(row, paint))
    return { column, cells, wanted: Math.max(...[column.head, ...cells].map(widthOf)) }
  })
  const kept = leaveOut(all, width)
  const missing = Math.max(0, sum(kept.map(({ wanted }) => wanted)) + gaps(kept) - width)
  const table = new CliTable({
    head: kept.map(({ column }) => paint('bold', column.head)),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    colAligns: kept.map(({ column }) => (column.isNumber ? 'right' : 'left')),
    colWidths: cut(kept, missing).map((columnWidth) => columnWidth + GAP),
  })
  rows.forEach((_row, index) => table.push(kept.map(({ cells }) => cells[index] ?? '')))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

interface Laid<Row> {
  readonly column: Column<Row>
  readonly cells: readonly string[]
  readonly wanted: number
}

function leaveOut<Row>(all: readonly Laid<Row>[], width: number): readonly Laid<Row>[] {
  const least = sum(all.map(leastOf)) + gaps(all)
  const spares = all.map(({ column }) => column.spare ?? -1)
  const next = Math.max(...spares)
  if (least <= width || next < 0) return all
  return leaveOut(
    all.filter(({ column }) => column.spare !== next),
    width,
  )
}

/** The widths, after the columns that may be cut have given `missing`, the widest first. */
function cut<Row>(kept: readonly Laid<Row>[], missing: number): number[] {
  const widths = kept.map(({ wanted }) => wanted)
  for (let left = missing; left > 0; left -= 1) {
    const room = kept.map((laid, index) => (widths[index] ?? 0) - leastOf(laid))
    const most = Math.max(...room)
    if (most <= 0) break
    const widest = room.indexOf(most)
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function leastOf<Row>({ column, wanted }: Laid<Row>): number {
  return Math.min(wanted, column.cutTo ?? wanted)
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
