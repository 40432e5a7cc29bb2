/** The removal of an account in the store: begun in its row, ended by deleting the row and all that hangs on it. */
import { sql } from 'kysely'
import { backfillLeases, runLease, webinarLeases } from '../leases/lease-names.ts'
import { lockAccount } from './accounts.ts'
import { recordAudit } from '../audit.ts'
import { inTransaction, type Store } from '../database.ts'
import { IS_HELD } from '../leases/leases.ts'
import { isBeingRemoved, isPaused } from './account.ts'

export interface RemovalRequest {
  /** As the audit trail names them. */
  readonly actor: string
  readonly address: string | null
  readonly at: Date
}

/**
 * From now on nothing is started for the account and no invitation of it can be used. False when it is not
 * registered. A removal that was begun before stays its beginner's.
 */
export async function beginRemoval(
  store: Store,
  on24ClientId: string,
  { actor, address, at }: RemovalRequest,
): Promise<boolean> {
  return inTransaction(store, async (tx) => {
    const account = await lockAccount(tx, on24ClientId)
    if (account === undefined) return false
    if (isBeingRemoved(account)) return true
    await tx
      .updateTable('account')
      .set({ removalSince: at, removalBy: actor, removalAddress: address })
      .where('on24ClientId', '=', on24ClientId)
      .execute()
    await tx.deleteFrom('invitation').where('on24ClientId', '=', on24ClientId).execute()
    return true
  })
}

/** Why nothing more is to be done for an account; one that is gone counts as removed. */
export async function reasonToStop(
  store: Store,
  on24ClientId: string,
): Promise<'removed' | 'paused' | null> {
  const account = await store
    .selectFrom('account')
    .select(['removalSince', 'pausedSince'])
    .where('on24ClientId', '=', on24ClientId)
    .executeTakeFirst()
  if (account === undefined || isBeingRemoved(account)) return 'removed'
  return isPaused(account) ? 'paused' : null
}

export async function accountsToRemove(store: Store): Promise<string[]> {
  const rows = await store
    .selectFrom('account')
    .select('on24ClientId')
    .where('removalSince', 'is not', null)
    .orderBy('removalSince')
    .execute()
  return rows.map((row) => row.on24ClientId)
}

/** Whether anybody still works on a webinar of the account, or for one of its backfills. */
export async function isWorkedOn(store: Store, on24ClientId: string): Promise<boolean> {
  const held = await store
    .selectFrom('lease')
    .select('name')
    .where((where) => where.or(inUse(on24ClientId)))
    .where(IS_HELD)
    .limit(1)
    .executeTakeFirst()
  return held !== undefined
}

const inUse = (on24ClientId: string) =>
  [webinarLeases(on24ClientId), backfillLeases(on24ClientId)].map(
    (beginning) => sql<boolean>`starts_with(name, ${beginning})`,
  )

/**
 * Deletes the account whose removal was begun: its data key, and with it all that was sealed; every row that
 * belongs to it; its leases. What stays is the audit trail, which gets its last line.
 */
export async function finishRemovalInStore(
  store: Store,
  on24ClientId: string,
  at: Date,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    const erased = await tx
      .deleteFrom('account')
      .where('on24ClientId', '=', on24ClientId)
      .where('removalSince', 'is not', null)
      .returning(['removalBy', 'removalAddress'])
      .executeTakeFirst()
    if (erased === undefined) return
    await tx
      .updateTable('auditEntry')
      .set({ result: 'refused' })
      .where('on24ClientId', '=', on24ClientId)
      .where('result', '=', 'asked')
      .execute()
    await tx
      .deleteFrom('lease')
      .where((where) =>
        where.or([where('name', '=', runLease(on24ClientId)), ...inUse(on24ClientId)]),
      )
      .execute()
    await recordAudit(tx, {
      on24ClientId,
      at,
      actor: erased.removalBy ?? 'service',
      action: 'unlinked',
      result: 'ok',
      address: erased.removalAddress,
    })
  })
}
