/** POST /accounts/:id/link-invitations: the URL that is sent to the customer. It voids the earlier one. */
import type { RequestHandler } from 'express'
import { inviteToLink } from '../../accounts/invitations.ts'
import { recordAudit } from '../../store/audit.ts'
import { accountOf } from './account-of.ts'
import type { ApiParts } from './api-parts.ts'
import { Problem } from './problem.ts'
import { actorOf } from './require-operator.ts'

export function postLinkInvitation(service: ApiParts): RequestHandler {
  return async (request, response) => {
    const account = await accountOf(service.store, request)
    const on24ClientId = account.on24_client_id
    if (account.closing_since !== null) {
      throw new Problem('beingRemoved', 'It can be registered and linked again once it is gone.')
    }
    const actor = actorOf(request)
    const { url, expiresAt } = await inviteToLink(service, on24ClientId, actor, (tx) =>
      recordAudit(tx, {
        on24_client_id: on24ClientId,
        at: service.now(),
        actor,
        action: 'invited',
        result: 'ok',
        address: request.ip ?? null,
      }),
    )
    response.status(201).json({ url, expiresAt: expiresAt.toISOString() })
  }
}
