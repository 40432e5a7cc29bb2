/** `GET /link/:token`: the form, while its invitation is open. Opening it does not use up the invitation; a submit does. */
import type { RequestHandler } from 'express'
import { findOpenInvitation } from '../../accounts/invitations.ts'
import { newSecretToken } from '../../crypto/secret-token.ts'
import { markOpened } from '../../store/visitors/invitations.ts'
import { auditInvitation } from './audit-invitation.ts'
import type { Service } from '../../service.ts'
import { linkPage, type LinkPage } from './pages/link-page.ts'
import { tokenHashOf } from './token-hash.ts'
import type { Account } from '../../store/accounts/account.ts'

/** Calls the next handler when the invitation is not open. */
export function showForm(parts: Service): RequestHandler {
  return async (request, response, next) => {
    const open = await findOpenInvitation(parts, tokenHashOf(request))
    if (open === null) {
      next()
      return
    }
    const { invitation, account } = open
    const address = request.ip ?? null
    const { now } = parts
    // HEAD comes from link checkers: no one has seen the page.
    if (request.method === 'GET' && invitation.openedAt === null) {
      await markOpened(parts.store, invitation, now(), (store) =>
        auditInvitation({ store, now }, { invitation, address }, 'opened', 'ok'),
      )
    }
    response.send(formPage(parts, account))
  }
}

type Shown = Pick<LinkPage, 'userName' | 'failure' | 'fieldErrors'>

const EMPTY: Shown = { userName: '', failure: null, fieldErrors: {} }

/** @param shown what the form shows again, and what was wrong with it. Never the password. */
export function formPage(
  { config }: Pick<Service, 'config'>,
  account: Account,
  shown: Partial<Shown> = {},
): string {
  return linkPage({
    operator: config.operator,
    account: { name: account.name, on24ClientId: account.on24ClientId },
    keepsPassword: config.actOn.keepPassword,
    relink: account.actOnAccountName,
    submission: newSecretToken().token,
    ...EMPTY,
    ...shown,
  })
}
