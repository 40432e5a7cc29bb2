/** What a page of the view is asked for. Due jobs run first, so that it shows what the API would. */
import type { Request } from 'express'
import { runDueJobs } from '../bulk/run-due-jobs.ts'
import type { ActOnContext } from '../context.ts'
import type { Account } from '../state/accounts.ts'
import type { List } from '../state/lists.ts'

export function requestedAccount(context: ActOnContext, request: Request): Account | null {
  const { accountId } = request.params
  if (typeof accountId !== 'string') return null
  runDueJobs(context, accountId)
  return context.accounts.find(accountId)
}

export function requestedList(
  context: ActOnContext,
  request: Request,
): { readonly account: Account; readonly list: List } | null {
  const account = requestedAccount(context, request)
  const { listId } = request.params
  if (account === null || typeof listId !== 'string') return null
  const list = context.lists.find(account.accountId, listId)
  return list && { account, list }
}
