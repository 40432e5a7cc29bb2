/** The invitation in the notice of a lost link. Only the signed webhook carries it: whoever has it can link the account. */
import { inviteToLink, type NewLink } from '../accounts/invitations.ts'
import type { Service } from '../service.ts'
import { recordAudit } from '../store/audit.ts'
import { NOTICE } from '../store/visitors/invitations.ts'

/** Every attempt creates a new invitation, which voids that of the previous attempt. */
export function inviteToRelink(
  parts: Pick<Service, 'config' | 'store' | 'now'>,
  on24ClientId: string,
): Promise<NewLink> {
  return inviteToLink(parts, on24ClientId, NOTICE, (tx) =>
    recordAudit(tx, {
      on24ClientId,
      at: parts.now(),
      actor: 'service',
      action: 'invited',
      result: 'ok',
    }),
  )
}
