/** The ledgers of finished runs as a table for a terminal. */
import { z } from 'zod'
import { type Ledger, ledgerAddsUp } from '../contracts/run.ts'
import type { Run } from '../store/runs.ts'

const StoredLedger: z.ZodType<Ledger> = z.object({
  read: z.number(),
  carriedOver: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  removed: z.number(),
  filtered: z.record(z.string(), z.number()),
  rejected: z.number(),
  pending: z.number(),
})

const BUCKETS = [
  'read',
  'carriedOver',
  'created',
  'updated',
  'unchanged',
  'removed',
  'rejected',
  'pending',
] as const

/** A run that did not fail, and whose ledger accounts for every registration. */
export function addsUp(run: Run): boolean {
  return run.outcome !== 'failed' && ledgerAddsUp(StoredLedger.parse(run.ledger))
}

export function ledgerTable(names: readonly string[], runs: readonly Run[]): string[] {
  const head = ['account', 'outcome', ...BUCKETS, 'filtered', 'calls ON24', 'calls Act-On']
  const rows = runs.map((run, index) => {
    const ledger = StoredLedger.parse(run.ledger)
    const filtered = Object.entries(ledger.filtered).map(
      ([why, count]) => `${why} ${String(count)}`,
    )
    return [
      names[index] ?? run.on24_client_id,
      run.outcome ?? '',
      ...BUCKETS.map((bucket) => String(ledger[bucket])),
      filtered.join(', ') || '0',
      String(run.calls_on24),
      String(run.calls_act_on),
    ]
  })
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)]
}
