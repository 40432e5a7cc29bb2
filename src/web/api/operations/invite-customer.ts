/** Makes the URL that is sent to the customer. It voids the earlier one. */
import { inviteToLink } from '../../../accounts/invitations.ts'
import { recordAudit } from '../../../store/audit.ts'
import { lastingAccountOf } from '../account-of.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'

export function inviteCustomer(service: Service): HandlerOf<'inviteToLink'> {
  return async ({ params: { id } }, { actor, address }) => {
    await lastingAccountOf(service.store, id)
    const entry = { on24ClientId: id, at: service.now(), actor, action: 'invited' } as const
    const { url, expiresAt } = await inviteToLink(service, id, actor, (tx) =>
      recordAudit(tx, { ...entry, result: 'ok', address }),
    )
    return { url, expiresAt: expiresAt.toISOString() }
  }
}
