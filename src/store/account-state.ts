/** What keeps an account from being in order. Each reason is kept beneath the others until it ends. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { AccountStanding } from '../contracts/account-state.ts'
import { type Account, lockAccount } from './accounts.ts'
import type { LinkVersion } from './act-on-credentials.ts'
import type { Store } from './database.ts'

/** The state's columns are computed by the database: see the migration that added them. */
export function standingOf(account: Account): AccountStanding {
  const { state, state_reason: reason, state_since: since } = account
  return { state, reason, since: since?.toISOString() ?? null }
}

/**
 * The account's link is lost: nobody asks Act-On for its tokens any more, and operators get one notice of
 * it. An account that waits for a relink already stays as it is. One statement, so it is one change inside
 * a transaction and outside.
 */
export async function markNeedsRelink(
  store: Store,
  on24ClientId: string,
  reason: string,
  at: Date,
): Promise<void> {
  await store
    .with('lost', (cte) =>
      cte
        .updateTable('account')
        .set({ needs_relink_since: at, needs_relink_reason: reason })
        .where('on24_client_id', '=', on24ClientId)
        .where('needs_relink_since', 'is', null)
        .returning('on24_client_id'),
    )
    .insertInto('notice')
    .columns(['id', 'on24_client_id', 'kind', 'reason', 'created_at'])
    .expression((query) =>
      query
        .selectFrom('lost')
        .select([
          sql<string>`${randomUUID()}`.as('id'),
          'on24_client_id',
          sql<'needsRelink'>`'needsRelink'`.as('kind'),
          sql<string>`${reason}`.as('reason'),
          sql<Date>`${at.toISOString()}::timestamptz`.as('created_at'),
        ]),
    )
    .execute()
}

/** The same for a link as it was read: one that another has taken the place of since is not lost. */
export async function markLinkLost(
  store: Store,
  { on24ClientId, version }: LinkVersion,
  reason: string,
  at: Date,
): Promise<void> {
  await store.transaction().execute(async (tx) => {
    await lockAccount(tx, on24ClientId)
    const link = await tx
      .selectFrom('credential')
      .select('version')
      .where('on24_client_id', '=', on24ClientId)
      .where('kind', '=', 'actOn')
      .executeTakeFirst()
    if (link?.version === version) await markNeedsRelink(tx, on24ClientId, reason, at)
  })
}

export async function markFailing(
  store: Store,
  on24ClientId: string,
  reason: string,
  at: Date,
): Promise<void> {
  await store
    .updateTable('account')
    .set({
      failing_since: sql`coalesce(failing_since, ${at.toISOString()}::timestamptz)`,
      failing_reason: reason,
    })
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}

export async function markSuccess(store: Store, on24ClientId: string, at: Date): Promise<void> {
  await store
    .updateTable('account')
    .set({ failing_since: null, failing_reason: null, last_success_at: at })
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}

/** From now on runs only read ON24, until a probe goes through. */
export async function blockForQuota(store: Store, on24ClientId: string, at: Date): Promise<void> {
  await store
    .updateTable('account')
    .set({
      quota_since: sql`coalesce(quota_since, ${at.toISOString()}::timestamptz)`,
      quota_blocked: true,
    })
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}

export async function accountsWaitingForQuota(store: Store): Promise<string[]> {
  const rows = await store
    .selectFrom('account')
    .select('on24_client_id')
    .where('quota_since', 'is not', null)
    .where('closing_since', 'is', null)
    .orderBy('on24_client_id')
    .execute()
  return rows.map((row) => row.on24_client_id)
}

/** A probe went through: the next run delivers. The state itself lasts until nothing is pending for it. */
export async function unblockQuota(store: Store, on24ClientId: string): Promise<void> {
  await store
    .updateTable('account')
    .set({ quota_blocked: false })
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}

export async function endQuotaWait(store: Store, on24ClientId: string): Promise<void> {
  await store
    .updateTable('account')
    .set({ quota_since: null, quota_blocked: false })
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}
