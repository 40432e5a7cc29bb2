/** Links an account the way its customer does: with a new invitation, which is then opened. */
import { findOpenInvitation, inviteToLink } from '../../../src/accounts/invitations.ts'
import { linkAccount, type Linked } from '../../../src/accounts/link-account.ts'
import { hashOfToken } from '../../../src/crypto/secret-token.ts'
import type { Service } from '../../../src/service.ts'
import type { Invitation } from '../../../src/store/visitors/invitations.ts'

export interface TypedLink {
  readonly on24ClientId: string
  readonly userName: string
  readonly password: string
}

const LONGEST_LINK_MS = 60_000

export async function linkByInvitation(
  service: Service,
  { on24ClientId, userName, password }: TypedLink,
): Promise<Linked> {
  const invitation = await newInvitation(service, on24ClientId)
  return linkAccount(
    service,
    { invitation, submissionHash: null, userName, password },
    AbortSignal.timeout(LONGEST_LINK_MS),
  )
}

/** Makes an invitation and opens it, as the page does. */
export async function newInvitation(service: Service, on24ClientId: string): Promise<Invitation> {
  const { url } = await inviteToLink(service, on24ClientId, 'operator:test')
  const invitation = await openInvitation(service, url)
  if (invitation === null) throw new Error('The invitation is not open.')
  return invitation
}

/** The invitation behind a customer's URL; null when it can no longer be used. */
export async function openInvitation(
  service: Pick<Service, 'store' | 'now'>,
  url: string,
): Promise<Invitation | null> {
  const token = url.slice(url.lastIndexOf('/') + 1)
  return (await findOpenInvitation(service, hashOfToken(token)))?.invitation ?? null
}
