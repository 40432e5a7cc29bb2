/** Records the use of an invitation in the audit trail, without anything that the customer typed. */
import type { Service } from '../../service.ts'
import { type AuditEntry, recordAudit } from '../../store/audit.ts'
import type { Invitation } from '../../store/visitors/invitations.ts'

export interface InvitationUse {
  readonly invitation: Pick<Invitation, 'on24ClientId'>
  /** The client's address. */
  readonly address: string | null
}

/** @param result `ok`, or another result in one word. */
export async function auditInvitation(
  { store, now }: Pick<Service, 'store' | 'now'>,
  { invitation, address }: InvitationUse,
  action: AuditEntry['action'],
  result: string,
): Promise<void> {
  await recordAudit(store, {
    on24ClientId: invitation.on24ClientId,
    at: now(),
    actor: 'invitation',
    action,
    result,
    address,
  })
}
