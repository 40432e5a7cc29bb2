/** Links a registered ON24 client with the Act-On account of a user, and starts its syncs. */
import type { ActOnAccount } from '../act-on/account.ts'
import { isTimeZone } from '../api/formats.ts'
import { assertSignInLeft, signInsLeftOnPage } from '../act-on/tokens/sign-in-budget.ts'
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
import { startSyncing, type SyncStarters } from './start-syncing.ts'
import { createTokenVault } from '../vendors/stored-tokens.ts'
import { whoAmI } from '../vendors/who-am-i.ts'
import { type Account, isBeingRemoved } from '../store/accounts/account.ts'

export interface LinkRequest {
  readonly invitation: Pick<Invitation, 'tokenHash' | 'on24ClientId'>
  /** Of the form that was sent: the same form sent twice gets the same answer. */
  readonly submissionHash: string | null
  /** Not always an e-mail address. Sent to Act-On as it is, but for white space around it. */
  readonly userName: string
  readonly password: string
  /** Stored with the link or not at all, as the trace of it in the audit trail. */
  readonly alsoStore?: (tx: Store, linked: Linked) => Promise<void>
}

export interface Linked {
  readonly on24ClientId: string
  readonly isRelink: boolean
  readonly actOnAccountName: string
}

/** The invitation was used, voided or has expired meanwhile, or the account is being removed. */
export class InvitationUsedUp extends Error {
  override readonly name = 'InvitationUsedUp'
}

/** This Act-On account serves another ON24 client: the link is 1:1. */
export class ActOnAccountTaken extends Error {
  override readonly name = 'ActOnAccountTaken'
}

/** The ON24 client is linked with another Act-On account; a relink must yield the same one. */
export class OtherActOnAccount extends Error {
  override readonly name = 'OtherActOnAccount'
}

/**
 * Signs in, checks that the link is 1:1, and stores it in the transaction that uses the invitation up; then
 * starts controller, Schedule and a first run. Until then `signal` ends it, the wait for the user name's turn
 * included. A failure leaves the invitation open. Throws InvitationUsedUp, ActOnAccountTaken,
 * OtherActOnAccount, ActOnWrongPassword, ActOnApiNotEnabled, ActOnTooManySignIns and the other errors of the
 * Act-On client.
 */
export async function linkAccount(
  service: Service,
  starters: SyncStarters,
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
        const parts = { ...service, logger: starters.logger }
        return await link(parts, account, request, signIn, leased)
      } catch (error) {
        if (sentAt !== null && !isOfCustomer(error)) await vault.forgiveSignIn(userName)
        throw error
      }
    })
    .catch((error: unknown) => {
      // Its removal has ended meanwhile.
      throw error instanceof AccountUnknown ? usedUp() : error
    })
  await startSyncing({ ...service, ...starters }, linked.on24ClientId)
  return linked
}

/** How many more sign-ins with this user name the page may make within the hour. */
export function triesLeft(service: Service, userName: string): Promise<number> {
  const vault = createTokenVault({ ...service, keepPassword: service.config.actOn.keepPassword })
  return signInsLeftOnPage(vault, userName.trim())
}

/** What was typed, or whose account it is: whoever guesses meets nothing else. */
function isOfCustomer(error: unknown): boolean {
  return (
    error instanceof ActOnWrongPassword ||
    error instanceof ActOnAccountTaken ||
    error instanceof OtherActOnAccount ||
    error instanceof InvitationUsedUp
  )
}

/** Before a sign-in is spent: of two forms sent at once, the second one waits until the first has linked. */
async function invitedAccount(service: Service, { invitation }: LinkRequest): Promise<Account> {
  const open = await findOpenInvitation(service, invitation.tokenHash)
  if (open === null) throw usedUp()
  return open.account
}

async function link(
  service: Service & Pick<SyncStarters, 'logger'>,
  account: Account,
  request: LinkRequest,
  signIn: TypedSignIn,
  signal: AbortSignal,
): Promise<Linked> {
  // From here to the pair's place in the store nothing may fail that need not.
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
  return store(service, request, credential, actOnAccount)
}

/** All of the link or nothing of it. */
async function store(
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

/** Two user names of one Act-On account were linked at once, and the other one was first. */
function isLinkedElsewhere(error: unknown): boolean {
  return (
    error instanceof Error &&
    'constraint' in error &&
    error.constraint === 'account_act_on_account_id_key'
  )
}

function taken(): ActOnAccountTaken {
  return new ActOnAccountTaken('The Act-On account is linked with another ON24 client already.')
}

function usedUp(): InvitationUsedUp {
  return new InvitationUsedUp('The invitation is no longer open.')
}

/** One that is unknown is never taken for another in silence: the account keeps its own, and says so. */
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

/** Act-On's words on one line of its own. */
function shown(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim()
  return [...line].slice(0, LONGEST_SHOWN).join('')
}
