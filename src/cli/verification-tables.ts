/** The columns of the lists of comparisons and of findings. */
import type { Finding, Verification } from '../api/verification.ts'
import { countOf, NONE, plainOr, timeOf } from './format.ts'
import type { Column } from './table.ts'

export const verificationColumns: readonly Column<Verification>[] = [
  // The exact time: it names the comparison for the command "findings".
  { head: 'Started at', cell: ({ startedAt }) => startedAt },
  { head: 'Ended (UTC)', cell: ({ finishedAt }) => timeOf(finishedAt), dropOrder: 4 },
  { head: 'Kind', cell: ({ kind }) => kind },
  { head: 'Lists', cell: ({ lists }) => countOf(lists), isNumber: true, dropOrder: 3 },
  { head: 'Contacts', cell: ({ contacts }) => countOf(contacts), isNumber: true, dropOrder: 2 },
  { head: 'Missing', cell: ({ missing }) => countOf(missing), isNumber: true },
  { head: 'Extra', cell: ({ extra }) => countOf(extra), isNumber: true },
  { head: 'Duplicate', cell: ({ duplicate }) => countOf(duplicate), isNumber: true, dropOrder: 1 },
  { head: 'Different', cell: ({ different }) => countOf(different), isNumber: true },
  { head: 'User edited', cell: ({ userEdited }) => countOf(userEdited), isNumber: true },
  { head: 'Repaired', cell: ({ repaired }) => countOf(repaired), isNumber: true },
]

export const findingColumns: readonly Column<Finding>[] = [
  { head: 'Event', cell: ({ eventId }) => eventId },
  { head: 'Finding', cell: ({ kind }, paint) => paint('yellow', kind) },
  { head: 'Registrant', cell: (finding) => plainOr(finding.on24RegistrantId) },
  {
    head: 'Columns',
    cell: ({ columns }) => (columns.length === 0 ? NONE : columns.join(', ')),
    minWidth: 20,
  },
  { head: 'Repaired (UTC)', cell: ({ repairedAt }) => timeOf(repairedAt) },
]
