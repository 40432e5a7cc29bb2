/** Formats the ledgers of finished runs for a terminal, with one column per account. */
import { type Ledger, ledgerAddsUp } from '../src/contracts/run.ts'
import { storedLedger } from '../src/store/runs/ledger.ts'
import type { Run } from '../src/store/runs/runs.ts'
import { inColumns } from './columns.ts'

/** Explanations of the ledger's reasons for first-time readers. */
const FILTERED: Readonly<Record<string, string>> = {
  noEmail: 'no e-mail address',
  invalidEmail: 'unusable e-mail address',
  sameAddress: 'duplicate e-mail address',
  cancelled: 'cancelled in ON24',
  forgotten: 'forgotten in ON24',
  unreadable: 'unreadable row',
}

/** Whether the run did not fail and its ledger accounts for every registration. */
export function addsUp(run: Run): boolean {
  return run.outcome !== 'failed' && ledgerAddsUp(storedLedger(run))
}

export function ledgerTable(names: readonly string[], runs: readonly Run[]): string[] {
  const ledgers = runs.map((run) => storedLedger(run))
  const counts = (label: string, countOf: (ledger: Ledger) => number) => [
    label,
    ...ledgers.map((ledger) => String(countOf(ledger))),
  ]
  const reasons = new Set(ledgers.flatMap(({ filtered }) => Object.keys(filtered)))
  return inColumns([
    ['', ...names],
    ['outcome', ...runs.map(({ outcome }) => outcome ?? '')],
    counts('registrations read from ON24', ({ read }) => read),
    counts('carried over from earlier runs', ({ carriedOver }) => carriedOver),
    ['of these', ...runs.map(() => '')],
    counts('  created in Act-On', ({ created }) => created),
    counts('  updated', ({ updated }) => updated),
    counts('  unchanged', ({ unchanged }) => unchanged),
    counts('  removed', ({ removed }) => removed),
    ...[...reasons].map((reason) =>
      counts(
        `  filtered out: ${FILTERED[reason] ?? reason}`,
        ({ filtered }) => filtered[reason] ?? 0,
      ),
    ),
    counts('  rejected', ({ rejected }) => rejected),
    counts('  pending', ({ pending }) => pending),
    ['calls to ON24', ...runs.map((run) => String(run.callsOn24))],
    ['calls to Act-On', ...runs.map((run) => String(run.callsActOn))],
  ])
}
