/** What somebody did with an invitation, for the audit trail: never with what they typed. */
import type { Service } from '../../service.ts'
import { type AuditEntry, recordAudit } from '../../store/audit.ts'
import type { Invitation } from '../../store/visitors/invitations.ts'

export interface InvitationUse {
  readonly invitation: Pick<Invitation, 'on24ClientId'>
  /** Of the client. */
  readonly address: string | null
}

/** @param result `ok`, or what came of it as one word. */
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
