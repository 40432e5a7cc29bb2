/** Finds statements that read more rows of a table than the account has there. */
import type { ExecutedStatement, PlanNode } from './record-plans.ts'

interface Reading {
  readonly table: string
  readonly how: string
  readonly rows: number
  readonly blocks: number
}

/** One line for each. `rowsOf`: how many rows of a table belong to the account. */
export function greedyStatements(
  statements: readonly ExecutedStatement[],
  rowsOf: (table: string) => number,
): string[] {
  const lines = new Map<string, number>()
  for (const { text, plan } of statements) {
    const read = readings(plan)
    // A table may be looked up once for each row of another table of the account.
    const most = Math.max(...read.map(({ table }) => rowsOf(table))) + FEW
    for (const { table, how, rows, blocks } of read) {
      // An index scan does not count the entries that it skips; the pages of these tell.
      if (rows <= most && blocks <= most * BLOCKS_PER_ROW) continue
      const line = `${table}: ${how}: ${text.replaceAll(/\s+/g, ' ').trim()}`
      lines.set(line, Math.max(rows, lines.get(line) ?? 0))
    }
  }
  return [...lines].map(([line, rows]) => `${String(rows)} rows of ${line}`)
}

/** So many rows are no scan of anything: every table holds many times more of other accounts. */
const FEW = 50
/** The pages of an index above a row, its table's page, and earlier versions of the row that are not vacuumed yet. */
const BLOCKS_PER_ROW = 8

function readings(node: PlanNode, heap?: string): Reading[] {
  const table = node['Relation Name'] ?? heap
  // The scans of indexes below it do not name the table.
  const isBitmap = node['Node Type'].startsWith('Bitmap')
  const below = (node.Plans ?? []).flatMap((child) => readings(child, isBitmap ? table : undefined))
  if (table === undefined || !node['Node Type'].includes('Scan')) return below
  const perLoop =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0)
  const isLeaf = node.Plans === undefined
  const blocks = (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0)
  const how = [node['Node Type'], node['Index Name']].filter((word) => word !== undefined)
  const reading = {
    table,
    how: how.join(' '),
    rows: perLoop * node['Actual Loops'],
    blocks: isLeaf ? blocks : 0,
  }
  return [reading, ...below]
}
