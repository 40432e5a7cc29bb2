/** Reads accounts from the store alone, so it works without Temporal. */
import { viewAccount, viewAccounts } from '../../../accounts/account-view.ts'
import { accountPage } from '../../../store/accounts/account-list.ts'
import { accountOf } from '../../use-cases/account-of.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'

type Parts = Pick<Service, 'store' | 'ciphers' | 'now'>

export function getAccountDocument(service: Parts): HandlerOf<'getAccount'> {
  return async ({ params }) => viewAccount(service, await accountOf(service.store, params.id))
}

export function listAccountDocuments(service: Parts): HandlerOf<'listAccounts'> {
  return async ({ query: { state, ...request } }) => {
    const filter = state === undefined ? {} : { states: state }
    const page = await accountPage(service.store, { ...request, ...filter })
    return { ...page, items: await viewAccounts(service, page.items) }
  }
}
