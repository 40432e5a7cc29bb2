/** Links an account as its customer would: with an invitation made for it and opened. */
import { inviteToLink, readInvitation } from '../../src/accounts/invitations.ts'
import { linkAccount, type Linked } from '../../src/accounts/link-account.ts'
import type { SyncStarters } from '../../src/accounts/start-syncing.ts'
import type { Service } from '../../src/service.ts'
import type { Invitation } from '../../src/store/invitations.ts'

export interface TypedLink {
  readonly on24ClientId: string
  readonly userName: string
  readonly password: string
}

const LONGEST_LINK_MS = 60_000

export async function linkByInvitation(
  service: Service,
  starters: SyncStarters,
  { on24ClientId, userName, password }: TypedLink,
): Promise<Linked> {
  const invitation = await newInvitation(service, on24ClientId)
  return linkAccount(
    service,
    starters,
    { invitation, submissionHash: null, userName, password },
    AbortSignal.timeout(LONGEST_LINK_MS),
  )
}

/** An open one, as the page reads it. */
export async function newInvitation(service: Service, on24ClientId: string): Promise<Invitation> {
  const { url } = await inviteToLink(service, on24ClientId, 'operator:test')
  const read = await readInvitation(service, url.slice(url.lastIndexOf('/') + 1))
  if (read === null) throw new Error('The invitation is not to be found.')
  return read.invitation
}
