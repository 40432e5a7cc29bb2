/**
 * Begins and ends troubles that operators get notices of. One statement sets the mark in the account's row and writes
 * the notice, so the change is atomic even without a transaction, and several callers write only one notice.
 */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { AccountTrouble } from '../../contracts/notice.ts'
import type { Store } from '../database.ts'
import type { Account } from './account.ts'

const SINCE = {
  needsRelink: 'needsRelinkSince',
  failing: 'failingSince',
  waitingForQuota: 'quotaSince',
  late: 'lateSince',
  rejections: 'rejectionsSince',
} as const satisfies Record<AccountTrouble, keyof Account>

/** Columns that hold the reason. They are cleared when the trouble ends. */
const REASON: Partial<Record<AccountTrouble, string>> = {
  needsRelink: 'needsRelinkReason',
  failing: 'failingReason',
  waitingForQuota: 'quotaReason',
}

export function troubleSince(account: Account, trouble: AccountTrouble): Date | null {
  return account[SINCE[trouble]]
}

export interface Change {
  /** A sentence for operators, without personal data. */
  readonly reason: string
  readonly at: Date
}

/** Does nothing if the account already has the trouble, or is not registered. */
export async function beginTrouble(
  store: Store,
  on24ClientId: string,
  trouble: AccountTrouble,
  change: Change,
): Promise<void> {
  await beginTroubleWhere(
    store,
    on24ClientId,
    trouble,
    change,
    sql`${sql.ref(SINCE[trouble])} is null`,
  )
}

/** @param isNew condition on the account's row */
export async function beginTroubleWhere(
  store: Store,
  on24ClientId: string,
  trouble: AccountTrouble,
  { reason, at }: Change,
  isNew: RawBuilder<unknown>,
): Promise<void> {
  const since = sql`${at.toISOString()}::timestamptz`
  const column = REASON[trouble]
  const alsoReason = column === undefined ? sql`` : sql`, ${sql.ref(column)} = ${reason}`
  const alsoTold = trouble === 'failing' ? sql`, failing_told = true` : sql``
  await sql`
    with begun as (
      update account set ${sql.ref(SINCE[trouble])} = ${since} ${alsoReason} ${alsoTold}
      where on24_client_id = ${on24ClientId} and ${isNew}
      returning on24_client_id
    )
    insert into notice (id, on24_client_id, kind, reason, created_at)
    select ${randomUUID()}, on24_client_id, ${trouble}, ${reason}, ${since} from begun
  `.execute(store)
}

/** Does nothing if the account does not have the trouble. */
export async function endTrouble(
  store: Store,
  on24ClientId: string,
  trouble: AccountTrouble,
  { reason, at }: Change,
): Promise<void> {
  const since = sql.ref(SINCE[trouble])
  const column = REASON[trouble]
  const alsoReason = column === undefined ? sql`` : sql`, ${sql.ref(column)} = null`
  await sql`
    with ended as (
      update account set ${since} = null ${alsoReason}
      where on24_client_id = ${on24ClientId} and ${since} is not null
      returning on24_client_id
    )
    insert into notice (id, on24_client_id, kind, ends, reason, created_at)
    select ${randomUUID()}, on24_client_id, 'recovered', ${trouble}, ${reason},
      ${at.toISOString()}::timestamptz
    from ended
  `.execute(store)
}
