/** Links a registered ON24 client with the Act-On account of a user and starts its syncs. */
import type { ActOnAccount } from '../act-on/account.ts'
import { isTimeZone } from '../api/formats.ts'
import {
  assertSignInLeft,
  type SignInsLeft,
  signInsLeftOnPage,
} from '../act-on/tokens/sign-in-budget.ts'
import { ActOnWrongPassword } from '../act-on/tokens/token-errors.ts'
import type { Service } from '../service.ts'
import {
  AccountUnknown,
  findByActOnAccount,
  lockAccount,
  saveLink,
} from '../store/accounts/accounts.ts'
import { recordAudit } from '../store/audit.ts'
import { sealActOnCredential } from '../store/credentials/act-on-credentials.ts'
import { saveCredential, type SealedCredential } from '../store/credentials/credentials.ts'
import { inTransaction, type Store } from '../store/database.ts'
import { type Invitation, useInvitation } from '../store/visitors/invitations.ts'
import { findOpenInvitation } from './invitations.ts'
import { DEFAULT_TIME_ZONE } from './register-account.ts'
import { handOverPair, settlePair, tokensOf, type TypedSignIn } from './same-user-links.ts'
import { startSyncing } from './ensure-schedule-and-controller.ts'
import { createTokenVault } from '../vendors/stored-tokens.ts'
import { whoAmI } from '../vendors/who-am-i.ts'
import { type Account, isBeingRemoved } from '../store/accounts/account.ts'

export interface LinkRequest {
  readonly invitation: Pick<Invitation, 'tokenHash' | 'on24ClientId'>
  /** Identifies the submitted form: the same form sent twice gets the same answer. */
  readonly submissionHash: string | null
  /** Not always an e-mail address. Sent to Act-On as it is, but trimmed. */
  readonly userName: string
  readonly password: string
  /** Runs in the transaction that stores the link, e.g. to record it in the audit trail. */
  readonly alsoStore?: (tx: Store, linked: Linked) => Promise<void>
}

export interface Linked {
  readonly on24ClientId: string
  readonly isRelink: boolean
  readonly actOnAccountName: string
}

/** The invitation has been used or voided or has expired since it was opened, or the account is being removed. */
export class InvitationUsedUp extends Error {
  override readonly name = 'InvitationUsedUp'
}

/** This Act-On account is linked with another ON24 client: a link is 1:1. */
export class ActOnAccountTaken extends Error {
  override readonly name = 'ActOnAccountTaken'
}

/** The ON24 client is linked with another Act-On account; a relink must use the same one. */
export class OtherActOnAccount extends Error {
  override readonly name = 'OtherActOnAccount'
}

/**
 * Signs in, checks that the link is 1:1, and stores it in the transaction that uses up the invitation; then starts
 * the controller, the Schedule and a first run. Until the link is stored `signal` cancels it, even while it waits for
 * the user name's lease. A failure leaves the invitation open. Throws InvitationUsedUp, ActOnAccountTaken,
 * OtherActOnAccount, ActOnWrongPassword, ActOnApiNotEnabled, ActOnTooManySignIns and the other errors of the
 * Act-On client.
 */
export async function linkAccount(
  service: Service,
  request: LinkRequest,
  signal: AbortSignal,
): Promise<Linked> {
  const userName = request.userName.trim()
  const vault = createTokenVault({ ...service, keepPassword: service.config.actOn.keepPassword })
  const linked = await vault
    .withUserLease(userName, signal, async (leased) => {
      const account = await invitedAccount(service, request)
      await assertSignInLeft(vault, userName, 'page')
      const grants = await service.vendors.tokenGrants(account.on24ClientId)
      let sentAt: Date | null = null
      const onSend = async () => {
        await vault.recordSignIn(userName, 'page')
        sentAt = service.now()
      }
      const { password } = request
      try {
        const granted = await grants.grantByPassword(
          { userName, password },
          { signal: leased, onSend },
        )
        const signIn = { userName, password, granted, sentAt: sentAt ?? service.now() }
        return await linkSignedIn(service, account, request, signIn, leased)
      } catch (error) {
        if (sentAt !== null && !isCustomersMistake(error)) await vault.forgiveSignIn(userName)
        throw error
      }
    })
    .catch((error: unknown) => {
      // The account was removed while the sign-in was under way.
      throw error instanceof AccountUnknown ? usedUp() : error
    })
  await startSyncing(service, linked.on24ClientId)
  return linked
}

/** The sign-ins with this user name that are left to the page. */
export function triesLeft(service: Service, userName: string): Promise<SignInsLeft> {
  const vault = createTokenVault({ ...service, keepPassword: service.config.actOn.keepPassword })
  return signInsLeftOnPage(vault, userName.trim())
}

/** Errors that follow from what was typed. They count as a try, since someone guessing passwords meets only these. */
function isCustomersMistake(error: unknown): boolean {
  return (
    error instanceof ActOnWrongPassword ||
    error instanceof ActOnAccountTaken ||
    error instanceof OtherActOnAccount ||
    error instanceof InvitationUsedUp
  )
}

/** Checked before a sign-in is spent: if two forms are sent at once, the second waits until the first has linked. */
async function invitedAccount(service: Service, { invitation }: LinkRequest): Promise<Account> {
  const open = await findOpenInvitation(service, invitation.tokenHash)
  if (open === null) throw usedUp()
  return open.account
}

async function linkSignedIn(
  service: Service,
  account: Account,
  request: LinkRequest,
  signIn: TypedSignIn,
  signal: AbortSignal,
): Promise<Linked> {
  // Act-On has ended the earlier pairs by now: store the new one before doing anything else that can fail.
  const served = await handOverPair(service, signIn)
  const { accessToken } = signIn.granted
  const actOnAccount = await whoAmI(service.vendors, account, accessToken, signal)
  await settlePair(service, signIn, served, actOnAccount.accountId)
  const { userName, password } = signIn
  const credential = await sealActOnCredential(
    service.ciphers,
    account.on24ClientId,
    {
      userName,
      password: service.config.actOn.keepPassword ? password : null,
      tokens: tokensOf(signIn),
      beforeHandOver: null,
    },
    service.now(),
  )
  return storeLink(service, request, credential, actOnAccount)
}

/** Stores the whole link in one transaction. */
async function storeLink(
  service: Service,
  { invitation, submissionHash, alsoStore }: LinkRequest,
  credential: SealedCredential,
  actOnAccount: ActOnAccount,
): Promise<Linked> {
  const at = service.now()
  const { on24ClientId } = invitation
  const transaction = inTransaction(service.store, async (tx) => {
    const account = await lockAccount(tx, on24ClientId)
    if (account === undefined || isBeingRemoved(account)) throw usedUp()
    if (!(await useInvitation(tx, invitation.tokenHash, submissionHash, at))) throw usedUp()
    await checkOneToOne(tx, account, actOnAccount)
    await saveCredential(tx, credential)
    const zone = zoneOf(account, actOnAccount)
    await saveLink(tx, on24ClientId, {
      actOnAccountId: actOnAccount.accountId,
      actOnAccountName: actOnAccount.accountName,
      ...zone,
      linkedAt: at,
    })
    if (zone.unknownTimeZone !== null) {
      await recordAudit(tx, {
        on24ClientId,
        at,
        actor: 'service',
        action: 'timeZone',
        about: zone.unknownTimeZone,
        result: 'unknown',
      })
    }
    const isRelink = account.linkedAt !== null
    const linked = { on24ClientId, isRelink, actOnAccountName: actOnAccount.accountName }
    await alsoStore?.(tx, linked)
    return linked
  })
  return transaction.catch((error: unknown) => {
    throw isLinkedElsewhere(error) ? taken() : error
  })
}

async function checkOneToOne(tx: Store, account: Account, actOnAccount: ActOnAccount) {
  const { on24ClientId, actOnAccountId, actOnAccountName } = account
  if (actOnAccountId !== null && actOnAccountId !== actOnAccount.accountId) {
    throw new OtherActOnAccount(
      `ON24 client ${on24ClientId} is linked with the Act-On account "${actOnAccountName ?? ''}".`,
    )
  }
  const other = await findByActOnAccount(tx, actOnAccount.accountId)
  if (other !== undefined && other.on24ClientId !== on24ClientId) throw taken()
}

/** Another user of the same Act-On account was linked with another client at the same time, and came first. */
function isLinkedElsewhere(error: unknown): boolean {
  return (
    error instanceof Error &&
    'constraint' in error &&
    error.constraint === 'account_act_on_account_id_key'
  )
}

function taken(): ActOnAccountTaken {
  return new ActOnAccountTaken('The Act-On account is already linked with another ON24 client.')
}

function usedUp(): InvitationUsedUp {
  return new InvitationUsedUp('The invitation is no longer open.')
}

/** Never silently replaces an unknown zone by a default: the account keeps its own zone and shows the unknown one. */
function zoneOf(
  account: Account,
  { timeZone }: ActOnAccount,
): { readonly timeZone: string; readonly unknownTimeZone: string | null } {
  if (account.timeZoneChosen) return { timeZone: account.timeZone, unknownTimeZone: null }
  if (timeZone === null) return { timeZone: DEFAULT_TIME_ZONE, unknownTimeZone: null }
  if (isTimeZone(timeZone)) return { timeZone, unknownTimeZone: null }
  return { timeZone: account.timeZone, unknownTimeZone: shown(timeZone) }
}

const LONGEST_SHOWN = 60

/** Act-On's text on one line, with control characters removed and its length limited. */
function shown(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim()
  return [...line].slice(0, LONGEST_SHOWN).join('')
}
