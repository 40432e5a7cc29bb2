/**
 * The removal of an account in the store: begins in its row, ends by deleting the row and everything that refers to it.
 */
import { sql } from 'kysely'
import { backfillLeases, runLease, webinarLeases } from '../leases/lease-names.ts'
import { lockAccount } from './accounts.ts'
import { recordAudit } from '../audit.ts'
import { inTransaction, type Store } from '../database.ts'
import { IS_HELD } from '../leases/leases.ts'
import { isBeingRemoved } from './account.ts'

export interface RemovalRequest {
  /** The actor's name in the audit trail. */
  readonly actor: string
  readonly address: string | null
  readonly at: Date
}

/**
 * From now on no work is started for the account, and neither its invitations nor its status link can be used. False if it is not
 * registered. A removal that was already begun keeps its actor.
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
    await tx.deleteFrom('statusLink').where('on24ClientId', '=', on24ClientId).execute()
    return true
  })
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

/** Whether a lease of one of its webinars or backfills is still held. */
export async function isWorkedOn(store: Store, on24ClientId: string): Promise<boolean> {
  const held = await store
    .selectFrom('lease')
    .select('name')
    .where((where) => where.or(leasesOfAccount(on24ClientId)))
    .where(IS_HELD)
    .limit(1)
    .executeTakeFirst()
  return held !== undefined
}

const leasesOfAccount = (on24ClientId: string) =>
  [webinarLeases(on24ClientId), backfillLeases(on24ClientId)].map(
    (beginning) => sql<boolean>`starts_with(name, ${beginning})`,
  )

/**
 * Deletes an account whose removal was begun: its data key, and with it everything that was sealed; all rows that
 * belong to it; its leases. Only the audit trail stays, and gets its last entry.
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
        where.or([where('name', '=', runLease(on24ClientId)), ...leasesOfAccount(on24ClientId)]),
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
