/** The account whose page a request opens, loaded once: by the token's hash, and by nothing else. */
import type { Request, RequestHandler } from 'express'
import type { Service } from '../../service.ts'
import { type Account, isBeingRemoved, needsRelink } from '../../store/accounts/account.ts'
import { findAccount } from '../../store/accounts/accounts.ts'
import { clientOfStatusLink } from '../../store/visitors/status-links.ts'
import { tokenHashOf } from '../link/token-hash.ts'

const accounts = new WeakMap<Request, Account>()

export function loadStatusLink({ store }: Pick<Service, 'store'>): RequestHandler {
  return async (request, _response, next) => {
    const on24ClientId = await clientOfStatusLink(store, tokenHashOf(request))
    const account = on24ClientId === null ? undefined : await findAccount(store, on24ClientId)
    if (account !== undefined && !isBeingRemoved(account)) accounts.set(request, account)
    next()
  }
}

/** Null for a link that is unknown or withdrawn, and while its account is being removed. */
export function accountOfStatusLink(request: Request): Account | null {
  return accounts.get(request) ?? null
}

export function isStatusLinkKnown(request: Request): boolean {
  return accounts.has(request)
}

/** Whether a relink would make an invitation. */
export function asksForInvitation(request: Request): boolean {
  const account = accountOfStatusLink(request)
  return account !== null && needsRelink(account)
}
