/** The columns of each list. */
import type { z } from 'zod'
import type { Access } from '../api/access.ts'
import type { Account } from '../api/account.ts'
import type { AccountProblem } from '../api/account-problem.ts'
import type { AuditEntry } from '../api/audit-entry.ts'
import type { NoticeTest } from '../api/notice-test.ts'
import type { Orphan } from '../api/orphan.ts'
import type { Rejection } from '../api/rejection.ts'
import type { Run } from '../api/run.ts'
import type { Webinar } from '../api/webinar.ts'
import type { Column } from './table.ts'
import {
  colourOfRun,
  colourOfState,
  countOf,
  filteredOf,
  NONE,
  outcomeOf,
  plain,
  plainOr,
  timeOf,
} from './format.ts'

export const accountColumns: readonly Column<Account>[] = [
  { head: 'ON24 client', cell: (account) => account.on24ClientId },
  { head: 'Name', cell: ({ name }) => plain(name), minWidth: 12 },
  { head: 'State', cell: ({ state }, paint) => paint(colourOfState(state), state) },
  { head: 'Problems', cell: ({ problems }) => countOf(problems.length), isNumber: true },
  { head: 'Last success (UTC)', cell: (account) => timeOf(account.lastSuccessAt) },
  { head: 'Next run (UTC)', cell: (account) => timeOf(account.nextRunAt), dropOrder: 1 },
  { head: 'Last run', cell: ({ lastRun }) => (lastRun ? outcomeOf(lastRun) : NONE), dropOrder: 2 },
  {
    head: 'Act-On account',
    cell: (account) => plainOr(actOnName(account)),
    minWidth: 14,
    dropOrder: 3,
  },
]

function actOnName({ actOnAccount }: Account): string | null {
  return actOnAccount === null ? null : actOnAccount.name
}

export const runColumns: readonly Column<Run>[] = [
  { head: 'Started (UTC)', cell: (run) => timeOf(run.startedAt) },
  {
    head: 'Trigger',
    cell: ({ trigger, comparison, dryRun }) => (dryRun ? 'dry run' : (comparison ?? trigger)),
  },
  { head: 'Outcome', cell: (run, paint) => paint(colourOfRun(run), outcomeOf(run)) },
  { head: 'Webinars', cell: ({ webinars }) => webinarsOf(webinars), isNumber: true },
  { head: 'Read', cell: ({ ledger }) => countOf(ledger.read), isNumber: true, dropOrder: 3 },
  { head: 'Created', cell: (run) => changesOf(run, 'created'), isNumber: true },
  { head: 'Updated', cell: (run) => changesOf(run, 'updated'), isNumber: true, dropOrder: 2 },
  { head: 'Removed', cell: (run) => changesOf(run, 'removed'), isNumber: true, dropOrder: 5 },
  { head: 'Rejected', cell: ({ ledger }) => countOf(ledger.rejected), isNumber: true },
  { head: 'Pending', cell: ({ ledger }) => countOf(ledger.pending), isNumber: true, dropOrder: 1 },
  { head: 'Filtered', cell: (run) => countOf(filteredOf(run)), isNumber: true, dropOrder: 6 },
  { head: 'Ended (UTC)', cell: ({ finishedAt }) => timeOf(finishedAt), dropOrder: 7 },
  { head: 'Failure', cell: ({ failure }) => plainOr(failure), minWidth: 30, dropOrder: 4 },
  { head: 'Workflow', cell: ({ workflowId }) => workflowId, dropOrder: 8 },
  { head: 'Run', cell: ({ runId }) => runId, dropOrder: 8 },
]

/** In parentheses: what a dry run would have changed. */
function changesOf({ ledger, dryRun }: Run, kind: 'created' | 'updated' | 'removed'): string {
  const count = countOf(ledger[kind])
  return dryRun ? `(${count})` : count
}

export function webinarsOf({ read, of }: Run['webinars']): string {
  return `${countOf(read)}/${countOf(of)}`
}

export const webinarColumns: readonly Column<z.output<typeof Webinar>>[] = [
  { head: 'Event', cell: ({ eventId }) => eventId },
  { head: 'Title', cell: ({ title }) => plainOr(title), minWidth: 16 },
  { head: 'Starts (UTC)', cell: ({ startsAt }) => timeOf(startsAt), dropOrder: 1 },
  { head: 'Contacts', cell: ({ contacts }) => countOf(contacts), isNumber: true },
  { head: 'Held', cell: ({ held }) => countOf(held), isNumber: true, dropOrder: 2 },
  { head: 'Pending', cell: ({ pending }) => countOf(pending), isNumber: true, dropOrder: 4 },
  { head: 'Problem', cell: ({ problem }) => problem?.kind ?? NONE },
  { head: 'Last read (UTC)', cell: ({ lastReadAt }) => timeOf(lastReadAt) },
  { head: 'State', cell: stateOfWebinar },
  { head: 'List', cell: ({ listName }) => plainOr(listName), minWidth: 16, dropOrder: 3 },
]

function stateOfWebinar({ excluded, settled }: z.output<typeof Webinar>): string {
  if (excluded) return 'excluded'
  return settled ? 'settled' : 'open'
}

export const problemColumns: readonly Column<AccountProblem>[] = [
  { head: 'Since (UTC)', cell: ({ since }) => timeOf(since) },
  { head: 'Problem', cell: ({ kind }, paint) => paint('yellow', kind) },
  { head: 'Event', cell: ({ eventId }) => plainOr(eventId) },
  { head: 'Rows', cell: ({ rows }) => countOf(rows), isNumber: true },
  { head: 'What it is', cell: ({ message }) => plain(message), minWidth: 20 },
  { head: 'What to do', cell: ({ nextStep }) => plain(nextStep), minWidth: 20, dropOrder: 1 },
]

export const accessColumns: readonly Column<Access>[] = [
  { head: 'At (UTC)', cell: ({ at }) => timeOf(at) },
  { head: 'What', cell: ({ what }) => plain(what) },
  { head: 'Operator', cell: ({ operator }) => plainOr(operator) },
  { head: 'Address', cell: ({ address }) => plainOr(address) },
]

export const noticeTestColumns: readonly Column<NoticeTest>[] = [
  { head: 'Channel', cell: ({ channel }) => channel },
  {
    head: 'Result',
    cell: ({ ok }, paint) => (ok ? paint('green', 'taken') : paint('red', 'failed')),
  },
  { head: 'Problem', cell: ({ problem }) => plainOr(problem), minWidth: 30 },
]

export const orphanColumns: readonly Column<Orphan>[] = [
  { head: 'ON24 client', cell: ({ on24ClientId }) => on24ClientId },
  { head: 'Schedule', cell: ({ hasSchedule }) => (hasSchedule ? 'yes' : 'no') },
  { head: 'Controller', cell: ({ hasController }) => (hasController ? 'yes' : 'no') },
  { head: 'Seen first (UTC)', cell: ({ seenAt }) => timeOf(seenAt) },
]

export const rejectionColumns: readonly Column<Rejection>[] = [
  { head: 'Event', cell: ({ eventId }) => eventId },
  { head: 'Registrant', cell: (rejection) => rejection.on24RegistrantId },
  { head: 'Field', cell: ({ field }) => plainOr(field), minWidth: 10 },
  { head: 'Reason', cell: ({ reason }) => plain(reason), minWidth: 20 },
  { head: 'Refused by', cell: ({ source }) => (source === 'actOn' ? 'Act-On' : 'mapping') },
  { head: 'Tries', cell: ({ tries }) => countOf(tries), isNumber: true, dropOrder: 1 },
  { head: 'First seen (UTC)', cell: ({ firstSeenAt }) => timeOf(firstSeenAt), dropOrder: 3 },
  { head: 'Last tried (UTC)', cell: lastTryOf, dropOrder: 2 },
]

/** A row that the mapping refuses is never sent: then it is the time of the latest read. */
function lastTryOf({ tries, lastTriedAt }: Rejection): string {
  return tries === 0 ? NONE : timeOf(lastTriedAt)
}

export const auditColumns: readonly Column<AuditEntry>[] = [
  { head: 'At (UTC)', cell: ({ at }) => timeOf(at) },
  { head: 'What', cell: ({ sentence }) => plain(sentence), minWidth: 40 },
  { head: 'From', cell: ({ address }) => plainOr(address), dropOrder: 1 },
]
