/** Accounts: who is linked, where its reading stands, and why it is not in order when it is not. */
import { type Selectable, sql } from 'kysely'
import type { Store } from './database.ts'
import type { AccountTable } from './schema.ts'
import { endTrouble } from './account-troubles.ts'

export type Account = Selectable<AccountTable>

/** Not registered, or not any more: nothing that was sealed for it can be read again. */
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
    .where('on24_client_id', '=', on24ClientId)
    .executeTakeFirst()
}

/** One for which something may be done: it is linked, and not being removed. */
export async function findLinkedAccount(
  store: Store,
  on24ClientId: string,
): Promise<(Account & { readonly linked_at: Date }) | undefined> {
  const account = await findAccount(store, on24ClientId)
  const linkedAt = account?.linked_at ?? null
  if (account === undefined || linkedAt === null || account.closing_since !== null) return undefined
  return { ...account, linked_at: linkedAt }
}

/**
 * Its row, locked until the transaction ends. Whoever changes several rows of one account in a transaction locks
 * this one first: two that begin at different ends would wait for each other.
 */
export async function lockAccount(tx: Store, on24ClientId: string): Promise<Account | undefined> {
  return tx
    .selectFrom('account')
    .selectAll()
    .where('on24_client_id', '=', on24ClientId)
    .forUpdate()
    .executeTakeFirst()
}

/** Throws AccountUnknown: callers know that it was registered. */
export async function getAccount(store: Store, on24ClientId: string): Promise<Account> {
  const account = await findAccount(store, on24ClientId)
  if (account === undefined) throw new AccountUnknown(on24ClientId)
  return account
}

/** ON24 client ids of the accounts that are linked, but for those that are being removed. */
export async function linkedAccounts(store: Store): Promise<string[]> {
  const rows = await linked(store).execute()
  return rows.map((row) => row.on24_client_id)
}

/** Those of them whose latest link has not been started. */
export async function accountsToStart(store: Store): Promise<string[]> {
  const rows = await linked(store)
    .where(sql<boolean>`started_link_at is distinct from linked_at`)
    .execute()
  return rows.map((row) => row.on24_client_id)
}

function linked(store: Store) {
  return store
    .selectFrom('account')
    .select('on24_client_id')
    .where('linked_at', 'is not', null)
    .where('closing_since', 'is', null)
    .orderBy('on24_client_id')
}

/** @param linkedAt of the link that was started: a newer one stays to be started. */
export async function markStarted(
  store: Store,
  on24ClientId: string,
  linkedAt: Date,
): Promise<void> {
  await store
    .updateTable('account')
    .set({ started_link_at: linkedAt })
    .where('on24_client_id', '=', on24ClientId)
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

/** False when the account was registered before; nothing is changed then. */
export async function insertAccount(store: Store, account: NewAccount): Promise<boolean> {
  const inserted = await store
    .insertInto('account')
    .values({
      on24_client_id: account.on24ClientId,
      ...columnsOf(account),
      wrapped_data_key: account.wrappedDataKey,
      created_at: account.createdAt,
    })
    .onConflict((conflict) => conflict.column('on24_client_id').doNothing())
    .returning('on24_client_id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** What an operator said of an account that has neither a token pair nor a link yet. */
export async function replaceRegistration(store: Store, account: RegisteredAccount): Promise<void> {
  await store
    .updateTable('account')
    .set(columnsOf(account))
    .where('on24_client_id', '=', account.on24ClientId)
    .execute()
}

export type ChangedAccount = Partial<
  Pick<
    Account,
    | 'name'
    | 'region'
    | 'act_on_region'
    | 'time_zone'
    | 'time_zone_chosen'
    | 'time_zone_unknown'
    | 'act_on_calls_per_day'
  >
>

export async function updateAccount(
  store: Store,
  on24ClientId: string,
  change: ChangedAccount,
): Promise<void> {
  if (Object.keys(change).length === 0) return
  await store
    .updateTable('account')
    .set(change)
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}

function columnsOf(account: RegisteredAccount) {
  return {
    name: account.name,
    region: account.region,
    act_on_region: account.actOnRegion,
    time_zone: account.timeZone,
    time_zone_chosen: account.timeZoneChosen,
  }
}

export interface LinkedAccount {
  readonly actOnAccountId: string
  readonly actOnAccountName: string
  /** IANA. */
  readonly timeZone: string
  /** What Act-On calls its zone, when that is none of IANA's; else null or left out. */
  readonly unknownTimeZone?: string | null
  readonly linkedAt: Date
}

/** Only inside a transaction. */
export async function saveLink(
  store: Store,
  on24ClientId: string,
  link: LinkedAccount,
): Promise<void> {
  await endTrouble(store, on24ClientId, 'needsRelink', {
    reason: 'The account has been linked again.',
    at: link.linkedAt,
  })
  await store
    .updateTable('account')
    .set({
      act_on_account_id: link.actOnAccountId,
      act_on_account_name: link.actOnAccountName,
      linked_at: link.linkedAt,
      started_link_at: null,
      time_zone: link.timeZone,
      time_zone_unknown: link.unknownTimeZone ?? null,
    })
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}

/** The ON24 client that an Act-On account serves already, if any: the link is 1:1. */
export async function findByActOnAccount(
  store: Store,
  actOnAccountId: string,
): Promise<Account | undefined> {
  return store
    .selectFrom('account')
    .selectAll()
    .where('act_on_account_id', '=', actOnAccountId)
    .executeTakeFirst()
}

/** The cursor never moves back. */
export async function moveCursor(store: Store, on24ClientId: string, to: Date): Promise<void> {
  await store
    .updateTable('account')
    .set({ cursor_at: to })
    .where('on24_client_id', '=', on24ClientId)
    .where((where) => where.or([where('cursor_at', 'is', null), where('cursor_at', '<', to)]))
    .execute()
}
