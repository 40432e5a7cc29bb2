/**
 * `POST /status/:token/relink`: leads to the linking page while the account needs a relink. Its invitation gives no one
 * more than the page does: a relink takes the password of a user of the same Act-On account.
 */
import type { RequestHandler } from 'express'
import { inviteToLink } from '../../accounts/invitations.ts'
import type { Service } from '../../service.ts'
import { needsRelink } from '../../store/accounts/account.ts'
import { recordAudit } from '../../store/audit.ts'
import { STATUS_LINK } from '../../store/visitors/invitations.ts'
import { accountOfStatusLink } from './requested-status-link.ts'

/** Calls the next handler when the link is not known. */
export function receiveRelink(parts: Service): RequestHandler {
  return async (request, response, next) => {
    const account = accountOfStatusLink(request)
    if (account === null) {
      next()
      return
    }
    if (!needsRelink(account)) {
      // It was linked again since the page was opened: the page says so.
      response.redirect(303, `/status/${String(request.params['token'])}`)
      return
    }
    const { on24ClientId } = account
    const { url } = await inviteToLink(parts, on24ClientId, STATUS_LINK, (tx) =>
      recordAudit(tx, {
        on24ClientId,
        at: parts.now(),
        actor: STATUS_LINK,
        action: 'invited',
        result: 'ok',
        address: request.ip ?? null,
      }),
    )
    response.redirect(303, new URL(url).pathname)
  }
}
