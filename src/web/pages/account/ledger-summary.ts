/** A run's ledger in one line: what happened to the registrations, without empty buckets. */
import type { Run } from '../../../api/run.ts'
import { formatNumber } from '../numbers.ts'

const BUCKETS = [
  ['created', 'created'],
  ['updated', 'updated'],
  ['unchanged', 'unchanged'],
  ['removed', 'removed'],
] as const

export function ledgerSummary(ledger: Run['ledger']): string {
  const filtered = Object.values(ledger.filtered).reduce((sum, each) => sum + each, 0)
  const parts = [
    ...BUCKETS.map(([bucket, word]) => [ledger[bucket], word] as const),
    [filtered, 'filtered out'] as const,
    [ledger.rejected, 'rejected'] as const,
    [ledger.pending, 'pending'] as const,
  ]
  const named = parts.filter(([of]) => of > 0).map(([of, word]) => `${formatNumber(of)} ${word}`)
  const taken = ledger.read + ledger.carriedOver
  if (taken === 0) return 'None processed'
  return `${formatNumber(taken)} processed: ${named.join(', ') || 'no results yet'}`
}
