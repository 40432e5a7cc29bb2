/** The columns of the lists of a run's webinars and of its rows. */
import type { RunRow, RunWebinar } from '../api/run-details.ts'
import { countOf, filteredOf, plain, plainOr, timeOf } from './format.ts'
import type { Column } from './table.ts'

export const runWebinarColumns: readonly Column<RunWebinar>[] = [
  { head: 'Event', cell: ({ eventId }) => eventId },
  { head: 'Title', cell: ({ title }) => plainOr(title), minWidth: 12, dropOrder: 5 },
  { head: 'State', cell: ({ state }, paint) => (state === 'failed' ? paint('red', state) : state) },
  { head: 'Delivered', cell: ({ delivered }) => (delivered ? 'yes' : 'no'), dropOrder: 3 },
  { head: 'Read', cell: ({ ledger }) => countOf(ledger.read), isNumber: true, dropOrder: 4 },
  { head: 'Created', cell: ({ ledger }) => countOf(ledger.created), isNumber: true },
  { head: 'Updated', cell: ({ ledger }) => countOf(ledger.updated), isNumber: true },
  { head: 'Removed', cell: ({ ledger }) => countOf(ledger.removed), isNumber: true, dropOrder: 2 },
  { head: 'Rejected', cell: ({ ledger }) => countOf(ledger.rejected), isNumber: true },
  { head: 'Pending', cell: ({ ledger }) => countOf(ledger.pending), isNumber: true },
  {
    head: 'Taken over',
    cell: ({ takenOver }) => countOf(takenOver),
    isNumber: true,
    dropOrder: 7,
  },
  {
    head: 'Filtered',
    cell: (webinar) => countOf(filteredOf(webinar)),
    isNumber: true,
    dropOrder: 6,
  },
  { head: 'Failure', cell: (webinar) => plainOr(failureOf(webinar)), minWidth: 20, dropOrder: 1 },
]

function failureOf({ failure, refusal }: RunWebinar): string | null {
  if (failure !== null) return failure
  return refusal === null ? null : `Act-On refused its list: ${refusal}`
}

export const runRowColumns: readonly Column<RunRow>[] = [
  { head: 'Event', cell: ({ eventId }) => eventId },
  { head: 'Registrant', cell: (row) => row.on24RegistrantId },
  { head: 'State', cell: ({ state }, paint) => paint('yellow', state) },
  { head: 'To do', cell: ({ removal }) => (removal ? 'remove' : 'write'), dropOrder: 4 },
  { head: 'Field', cell: ({ field }) => plainOr(field), minWidth: 10, dropOrder: 3 },
  { head: 'Reason', cell: ({ reason }) => plain(reason), minWidth: 20 },
  { head: 'Since (UTC)', cell: ({ since }) => timeOf(since), dropOrder: 1 },
  { head: 'Last tried (UTC)', cell: (row) => timeOf(row.lastTriedAt), dropOrder: 2 },
  { head: 'Tries', cell: ({ tries }) => countOf(tries), isNumber: true, dropOrder: 5 },
]
