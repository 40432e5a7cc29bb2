/** Makes and withdraws the link to a customer's own page, for an operator. */
import { makeStatusLink, type ShownStatusLink } from '../../accounts/status-link.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { recordAudit } from '../../store/audit.ts'
import { dropStatusLink } from '../../store/visitors/status-links.ts'
import { accountNotBeingRemoved, accountOf } from './account-of.ts'

/** It voids the earlier one. Throws a Problem for an account that is not registered or is being removed. */
export async function makeCustomersLink(
  service: Service,
  on24ClientId: string,
  { actor, address }: Requester,
): Promise<ShownStatusLink> {
  await accountNotBeingRemoved(service.store, on24ClientId)
  const entry = { on24ClientId, at: service.now(), actor, action: 'statusLinkMade' } as const
  return makeStatusLink(service, on24ClientId, actor, (tx) =>
    recordAudit(tx, { ...entry, result: 'ok', address }),
  )
}

/** Does nothing if there is none. Throws a Problem for an account that is not registered. */
export async function withdrawCustomersLink(
  { store, now }: Pick<Service, 'store' | 'now'>,
  on24ClientId: string,
  { actor, address }: Requester,
): Promise<void> {
  await accountOf(store, on24ClientId)
  const entry = { on24ClientId, at: now(), actor, action: 'statusLinkWithdrawn' } as const
  await dropStatusLink(store, on24ClientId, (tx) =>
    recordAudit(tx, { ...entry, result: 'ok', address }),
  )
}
