/** Makes the URL that is sent to the customer. It voids the earlier one. */
import { inviteToLink } from '../../accounts/invitations.ts'
import { recordAudit } from '../../store/audit.ts'
import { accountOf } from './account-of.ts'
import type { ApiParts } from './api-parts.ts'
import type { HandlerOf } from './handler.ts'
import { Problem } from './problem.ts'

export function inviteCustomer(service: ApiParts): HandlerOf<'inviteToLink'> {
  return async ({ params: { id } }, { actor, address }) => {
    const account = await accountOf(service.store, id)
    if (account.closing_since !== null) {
      throw new Problem('beingRemoved', 'It can be registered and linked again once it is gone.')
    }
    const entry = { on24_client_id: id, at: service.now(), actor, action: 'invited' } as const
    const { url, expiresAt } = await inviteToLink(service, id, actor, (tx) =>
      recordAudit(tx, { ...entry, result: 'ok', address }),
    )
    return { url, expiresAt: expiresAt.toISOString() }
  }
}
