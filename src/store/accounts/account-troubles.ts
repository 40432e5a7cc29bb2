/**
 * Beginning and end of what operators are told of. A mark in the account's row and the notice are one statement,
 * so that they are one change inside a transaction and outside, and told once whoever notices it, how often ever.
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

/** What else the mark consists of; cleared with it. */
const REASON: Partial<Record<AccountTrouble, string>> = {
  needsRelink: 'needsRelinkReason',
  failing: 'failingReason',
}

export function troubleSince(account: Account, trouble: AccountTrouble): Date | null {
  return account[SINCE[trouble]]
}

export interface Change {
  /** A sentence for operators, without personal data. */
  readonly reason: string
  readonly at: Date
}

/** Nothing changes for an account that has the trouble already, nor for one that is not registered. */
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

/** Nothing changes for an account without the trouble. */
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
