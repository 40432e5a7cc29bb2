/** Creates the invitation URL that an operator sends to the customer. It voids the previous one. */
import { inviteToLink, type NewLink } from '../../accounts/invitations.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { recordAudit } from '../../store/audit.ts'
import { accountNotBeingRemoved } from './account-of.ts'

/** Throws a Problem for an account that is not registered or is being removed. */
export async function inviteCustomer(
  service: Service,
  on24ClientId: string,
  { actor, address }: Requester,
): Promise<NewLink> {
  await accountNotBeingRemoved(service.store, on24ClientId)
  const entry = { on24ClientId, at: service.now(), actor, action: 'invited' } as const
  return inviteToLink(service, on24ClientId, actor, (tx) =>
    recordAudit(tx, { ...entry, result: 'ok', address }),
  )
}
