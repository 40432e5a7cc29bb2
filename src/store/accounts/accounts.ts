/** Accounts: registering, finding, locking and linking them, and moving their cursor. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { type Account, isLinked, type LinkedAccount } from './account.ts'
import { endTrouble } from './account-troubles.ts'

/** The account is not registered, or not any more: what was sealed for it can never be opened again. */
export class AccountUnknown extends Error {
  override readonly name = 'AccountUnknown'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is not registered.`)
  }
}

export async function findAccount(
  store: Store,
  on24ClientId: string,
): Promise<Account | undefined> {
  return store
    .selectFrom('account')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .executeTakeFirst()
}

/** Undefined also for an account that is not linked, or is being removed: no work may be done for it. */
export async function findLinkedAccount(
  store: Store,
  on24ClientId: string,
): Promise<LinkedAccount | undefined> {
  const account = await findAccount(store, on24ClientId)
  return account !== undefined && isLinked(account) ? account : undefined
}

/**
 * The account's row, locked until the transaction ends. A transaction that changes several rows of one account locks
 * this one first: otherwise two of them could deadlock.
 */
export async function lockAccount(tx: Store, on24ClientId: string): Promise<Account | undefined> {
  return tx
    .selectFrom('account')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .forUpdate()
    .executeTakeFirst()
}

/** Throws AccountUnknown: callers know that it was registered. */
export async function getAccount(store: Store, on24ClientId: string): Promise<Account> {
  const account = await findAccount(store, on24ClientId)
  if (account === undefined) throw new AccountUnknown(on24ClientId)
  return account
}

/** ON24 client ids of linked accounts, without those that are being removed. */
export async function linkedAccounts(store: Store): Promise<string[]> {
  const rows = await linked(store).execute()
  return rows.map((row) => row.on24ClientId)
}

/** ON24 client ids of linked accounts whose latest link has not been started yet. */
export async function accountsToStart(store: Store): Promise<string[]> {
  const rows = await linked(store)
    .where(sql<boolean>`started_link_at is distinct from linked_at`)
    .execute()
  return rows.map((row) => row.on24ClientId)
}

function linked(store: Store) {
  return store
    .selectFrom('account')
    .select('on24ClientId')
    .where('linkedAt', 'is not', null)
    .where('removalSince', 'is', null)
    .orderBy('on24ClientId')
}

/** @param linkedAt of the link that was started; a newer link is still to be started. */
export async function markStarted(
  store: Store,
  on24ClientId: string,
  linkedAt: Date,
): Promise<void> {
  await store
    .updateTable('account')
    .set({ startedLinkAt: linkedAt })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

export interface RegisteredAccount {
  readonly on24ClientId: string
  readonly name: string
  readonly region: 'na' | 'eu'
  readonly actOnRegion: 'na' | 'eu'
  /** IANA. */
  readonly timeZone: string
  readonly timeZoneChosen: boolean
}

export interface NewAccount extends RegisteredAccount {
  readonly wrappedDataKey: string
  readonly createdAt: Date
}

/** False if the account was already registered; then nothing changes. */
export async function insertAccount(store: Store, account: NewAccount): Promise<boolean> {
  const inserted = await store
    .insertInto('account')
    .values({
      on24ClientId: account.on24ClientId,
      ...columnsOf(account),
      wrappedDataKey: account.wrappedDataKey,
      createdAt: account.createdAt,
    })
    .onConflict((conflict) => conflict.column('on24ClientId').doNothing())
    .returning('on24ClientId')
    .executeTakeFirst()
  return inserted !== undefined
}

/** @param ms how long a merge job of the account usually takes. */
export async function saveUsualJobMs(
  store: Store,
  on24ClientId: string,
  ms: number,
): Promise<void> {
  await store
    .updateTable('account')
    .set({ usualJobMs: ms })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

/** Replaces the details of an account that has neither a token pair nor a link yet. */
export async function replaceRegistration(store: Store, account: RegisteredAccount): Promise<void> {
  await store
    .updateTable('account')
    .set(columnsOf(account))
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()
}

export type ChangedAccount = Partial<
  Pick<
    Account,
    | 'name'
    | 'region'
    | 'actOnRegion'
    | 'timeZone'
    | 'timeZoneChosen'
    | 'timeZoneUnknown'
    | 'actOnCallsPerDay'
  >
>

export async function updateAccount(
  store: Store,
  on24ClientId: string,
  change: ChangedAccount,
): Promise<void> {
  if (Object.keys(change).length === 0) return
  await store.updateTable('account').set(change).where('on24ClientId', '=', on24ClientId).execute()
}

function columnsOf(account: RegisteredAccount) {
  return {
    name: account.name,
    region: account.region,
    actOnRegion: account.actOnRegion,
    timeZone: account.timeZone,
    timeZoneChosen: account.timeZoneChosen,
  }
}

export interface Link {
  readonly actOnAccountId: string
  readonly actOnAccountName: string
  /** IANA. */
  readonly timeZone: string
  /** Act-On's name for the time zone if it is not an IANA name; else null or left out. */
  readonly unknownTimeZone?: string | null
  readonly linkedAt: Date
}

/** Only inside a transaction. */
export async function saveLink(store: Store, on24ClientId: string, link: Link): Promise<void> {
  await endTrouble(store, on24ClientId, 'needsRelink', {
    reason: 'The account has been linked again.',
    at: link.linkedAt,
  })
  await store
    .updateTable('account')
    .set({
      actOnAccountId: link.actOnAccountId,
      actOnAccountName: link.actOnAccountName,
      linkedAt: link.linkedAt,
      startedLinkAt: null,
      timeZone: link.timeZone,
      timeZoneUnknown: link.unknownTimeZone ?? null,
    })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

/** The account that is linked to this Act-On account, if any: links are 1:1. */
export async function findByActOnAccount(
  store: Store,
  actOnAccountId: string,
): Promise<Account | undefined> {
  return store
    .selectFrom('account')
    .selectAll()
    .where('actOnAccountId', '=', actOnAccountId)
    .executeTakeFirst()
}

/** The cursor never moves back. */
export async function moveCursor(store: Store, on24ClientId: string, to: Date): Promise<void> {
  await store
    .updateTable('account')
    .set({ cursorAt: to })
    .where('on24ClientId', '=', on24ClientId)
    .where((where) => where.or([where('cursorAt', 'is', null), where('cursorAt', '<', to)]))
    .execute()
}
