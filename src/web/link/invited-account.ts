/** Whose page the token in a URL opens. Looking it up changes nothing. */
import type { Request } from 'express'
import { readInvitation } from '../../accounts/invitations.ts'
import type { Service } from '../../service.ts'
import { type Account, findAccount } from '../../store/accounts.ts'
import type { Invitation } from '../../store/invitations.ts'

export interface InvitedAccount {
  readonly invitation: Invitation
  readonly account: Account
}

export function tokenOf(request: Request): string {
  return String(request.params['token'])
}

/** Null when nothing can be linked with it: unknown, voided, used, expired, or the account is being removed. */
export async function invitedAccount(
  parts: Pick<Service, 'store' | 'now'>,
  request: Request,
): Promise<InvitedAccount | null> {
  const found = await readInvitation(parts, tokenOf(request))
  if (found === null || !found.open) return null
  const account = await findAccount(parts.store, found.invitation.on24_client_id)
  if (account === undefined || account.closing_since !== null) return null
  return { invitation: found.invitation, account }
}
