/** A run's ledger in a line: what became of the registrations, without the buckets that stayed empty. */
import type { Run } from '../../../api/run.ts'
import { number } from '../count.ts'

const BUCKETS = [
  ['created', 'created'],
  ['updated', 'updated'],
  ['unchanged', 'unchanged'],
  ['removed', 'removed'],
] as const

export function ledgerWords(ledger: Run['ledger']): string {
  const filtered = Object.values(ledger.filtered).reduce((sum, each) => sum + each, 0)
  const parts = [
    ...BUCKETS.map(([bucket, word]) => [ledger[bucket], word] as const),
    [filtered, 'left out'] as const,
    [ledger.rejected, 'rejected'] as const,
    [ledger.pending, 'waiting'] as const,
  ]
  const named = parts.filter(([of]) => of > 0).map(([of, word]) => `${number(of)} ${word}`)
  const taken = ledger.read + ledger.carriedOver
  if (taken === 0) return 'Nothing read'
  return `${number(taken)} taken up: ${named.join(', ') || 'nothing decided yet'}`
}
