/** A run's ledger in one line: what happened to the registrations, without empty buckets. */
import type { Run } from '../../../api/run.ts'
import { ledgerWords } from '../../../contracts/ledger-words.ts'
import { formatNumber } from '../numbers.ts'

export function ledgerSummary({ ledger, dryRun }: Pick<Run, 'ledger' | 'dryRun'>): string {
  const taken = ledger.read + ledger.carriedOver
  if (taken === 0) return 'None processed'
  const named = ledgerWords(ledger, { dryRun }).join(', ')
  return `${formatNumber(taken)} processed: ${named || 'no results yet'}`
}
