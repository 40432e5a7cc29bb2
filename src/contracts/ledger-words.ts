/** What became of the registrations of a run, in words; of a dry run, what would become of them. */
import type { Ledger } from './run.ts'

type Bucket = Exclude<keyof Ledger, 'read' | 'carriedOver'>

const WORDS: Readonly<Record<Bucket, readonly [done: string, wouldBe: string]>> = {
  created: ['created', 'would be created'],
  updated: ['updated', 'would be updated'],
  unchanged: ['unchanged', 'unchanged'],
  removed: ['removed', 'would be removed'],
  filtered: ['filtered out', 'would be filtered out'],
  rejected: ['rejected', 'would be rejected'],
  pending: ['pending', 'would be pending'],
}

/** Such as `12 created`, without empty buckets. */
export function ledgerWords(ledger: Ledger, { dryRun }: { readonly dryRun: boolean }): string[] {
  const filtered = Object.values(ledger.filtered).reduce((sum, count) => sum + count, 0)
  const counts = { ...ledger, filtered }
  return BUCKETS.filter((bucket) => counts[bucket] > 0).map(
    (bucket) => `${counts[bucket].toLocaleString('en')} ${WORDS[bucket][dryRun ? 1 : 0]}`,
  )
}

const BUCKETS = [
  'created',
  'updated',
  'unchanged',
  'removed',
  'filtered',
  'rejected',
  'pending',
] as const satisfies readonly Bucket[]
