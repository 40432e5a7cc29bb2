/** What the stand-in really holds, for tests, read without HTTP. Due jobs run first. */
import { runDueJobs } from './bulk/run-due-jobs.ts'
import { byHeading } from './cell-rules.ts'
import type { ActOnContext } from './context.ts'
import type { Job } from './state/jobs.ts'
import { recordIdOf } from './state/record-id.ts'
import type { AuthAttempt } from './state/sign-ins.ts'
import type { IssuedToken } from './state/tokens.ts'

export interface TrueRow {
  readonly recordId: string
  /** Cells by heading. */
  readonly cells: Readonly<Record<string, string>>
}

export interface TrueList {
  readonly listId: string
  readonly name: string
  readonly folderName: string
  readonly headings: readonly string[]
  readonly rows: readonly TrueRow[]
}

export interface ActOnTruth {
  /** All contact lists in the order of creation, including those that the listing does not show yet. */
  lists(accountId: string): TrueList[]
  /** The number of rows of each contact list, also where those are too many to be read whole. */
  sizes(accountId: string): { readonly folderName: string; readonly rows: number }[]
  tokensIssued(accountId: string): IssuedToken[]
  authAttempts(): AuthAttempt[]
  jobs(accountId: string): Job[]
}

export function createTruth(context: ActOnContext): ActOnTruth {
  const { lists, contacts, tokens, signIns, jobs } = context
  return {
    lists: (accountId) => {
      runDueJobs(context, accountId)
      return lists
        .all(accountId)
        .filter(({ kind }) => kind === 'contact_list')
        .map((list) => ({
          listId: list.listId,
          name: list.name,
          folderName: list.folderName,
          headings: list.columns.map(({ heading }) => heading),
          rows: contacts.all(list).map(({ rowNo, cells }) => ({
            recordId: recordIdOf(list, rowNo),
            cells: byHeading(list, cells),
          })),
        }))
    },
    sizes: (accountId) => {
      runDueJobs(context, accountId)
      return lists
        .all(accountId)
        .filter(({ kind }) => kind === 'contact_list')
        .map((list) => ({ folderName: list.folderName, rows: contacts.count(list) }))
    },
    tokensIssued: (accountId) => tokens.issued(accountId),
    authAttempts: () => signIns.all(),
    jobs: (accountId) => {
      runDueJobs(context, accountId)
      return jobs.all(accountId)
    },
  }
}
