/** Invitations to link: made for a customer, opened any number of times, used once, expired after 7 days. */
import { newSecretToken } from '../crypto/secret-token.ts'
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts/accounts.ts'
import type { AlsoStore } from '../store/database.ts'
import {
  dropOldInvitations,
  findInvitation,
  type Invitation,
  replaceInvitations,
} from '../store/visitors/invitations.ts'
import { type Account, isBeingRemoved } from '../store/accounts/account.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const VALID_MS = 7 * DAY_MS
/** For how long after its use an invitation still answers a resubmit of the form that used it, with its result. */
export const ANSWERS_AFTER_USE_MS = DAY_MS

export interface NewLink {
  /** Under PUBLIC_URL. It contains the token: send it to the customer, never log it. */
  readonly url: string
  readonly expiresAt: Date
}

/** @param madeBy `operator:<name>`, `NOTICE` or `STATUS_LINK`. */
export async function inviteToLink(
  { config, store, now }: Pick<Service, 'config' | 'store' | 'now'>,
  on24ClientId: string,
  madeBy: string,
  alsoStore?: AlsoStore,
): Promise<NewLink> {
  const { token, hash } = newSecretToken()
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + VALID_MS)
  await dropOldInvitations(store, {
    expiredBy: createdAt,
    usedBefore: new Date(createdAt.getTime() - ANSWERS_AFTER_USE_MS),
  })
  const invitation = { tokenHash: hash, on24ClientId, madeBy, createdAt, expiresAt }
  await replaceInvitations(store, invitation, alsoStore)
  return { url: `${config.http.publicUrl}/link/${token}`, expiresAt }
}

export interface OpenInvitation {
  readonly invitation: Invitation
  readonly account: Account
}

/** Null if the invitation is unknown, voided, used or expired, or its account is being removed. */
export async function findOpenInvitation(
  { store, now }: Pick<Service, 'store' | 'now'>,
  tokenHash: string,
): Promise<OpenInvitation | null> {
  const invitation = await findInvitation(store, tokenHash)
  if (invitation === undefined || !isOpen(invitation, now())) return null
  const account = await findAccount(store, invitation.on24ClientId)
  if (account === undefined || isBeingRemoved(account)) return null
  return { invitation, account }
}

function isOpen({ usedAt, expiresAt }: Invitation, at: Date): boolean {
  return usedAt === null && expiresAt > at
}
