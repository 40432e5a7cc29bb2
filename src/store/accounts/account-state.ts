/**
 * Reasons why an account is not in order. Several can apply at once; each one stays until it ends. Operators get one
 * notice of each, and one of its end: see account-troubles.ts.
 */
import { sql } from 'kysely'
import { LATE_AFTER_HOURS } from '../../contracts/notice.ts'
import { lockAccount } from './accounts.ts'
import type { LinkVersion } from '../credentials/act-on-credentials.ts'
import { inTransaction, type Store } from '../database.ts'
import { beginTrouble, beginTroubleWhere, type Change, endTrouble } from './account-troubles.ts'

/**
 * The account's link is lost: the service stops asking Act-On for its tokens. An account that already waits for a
 * relink stays as it is.
 */
export async function markNeedsRelink(
  store: Store,
  on24ClientId: string,
  reason: string,
  at: Date,
): Promise<void> {
  await beginTrouble(store, on24ClientId, 'needsRelink', { reason, at })
}

/** Like `markNeedsRelink`, but only if the link is still the one that was read, and not a newer one. */
export async function markLinkLost(
  store: Store,
  { on24ClientId, version }: LinkVersion,
  reason: string,
  at: Date,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    await lockAccount(tx, on24ClientId)
    const link = await tx
      .selectFrom('credential')
      .select('version')
      .where('on24ClientId', '=', on24ClientId)
      .where('kind', '=', 'actOn')
      .executeTakeFirst()
    if (link?.version === version) await markNeedsRelink(tx, on24ClientId, reason, at)
  })
}

/**
 * The latest reason is shown. If the account was failing silently (see `markFailingSilently`), operators get a notice
 * now.
 */
export async function markFailing(
  store: Store,
  on24ClientId: string,
  reason: string,
  at: Date,
): Promise<void> {
  const isNew = sql<boolean>`(failing_since is null or not failing_told)`
  await beginTroubleWhere(store, on24ClientId, 'failing', { reason, at }, isNew)
  await store
    .updateTable('account')
    .set({ failingReason: reason })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

/**
 * Like `markFailing`, for a trouble that has a notice of its own (see trouble-notices.ts), so that there is only one.
 */
export async function markFailingSilently(
  store: Store,
  on24ClientId: string,
  reason: string,
  at: Date,
): Promise<void> {
  await store
    .updateTable('account')
    .set({
      failingReason: reason,
      failingTold: sql`failing_since is not null and failing_told`,
      failingSince: sql`coalesce(failing_since, ${at.toISOString()}::timestamptz)`,
    })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

/**
 * A run has read and tried everything, even if single lists refused. `isGood`: no rows wait either. Only inside a
 * transaction.
 */
export async function markTried(
  store: Store,
  on24ClientId: string,
  { isGood, at }: { readonly isGood: boolean; readonly at: Date },
): Promise<void> {
  const account = await store
    .updateTable('account')
    .set({ triedAt: at, ...(isGood && { lastSuccessAt: at }) })
    .where('on24ClientId', '=', on24ClientId)
    .returning(['failingSince', 'lateSince'])
    .executeTakeFirst()
  const change = { reason: 'A run has read and tried everything.', at }
  if (account !== undefined && account.failingSince !== null) {
    await store
      .updateTable('account')
      .set({ failingSince: null, failingReason: null })
      .where('on24ClientId', '=', on24ClientId)
      .where('failingTold', '=', false)
      .execute()
    await endTrouble(store, on24ClientId, 'failing', change)
  }
  if (account !== undefined && account.lateSince !== null) {
    await endTrouble(store, on24ClientId, 'late', change)
  }
}

/** When Act-On is asked next whether it accepts calls, or sign-ins, again. */
export async function saveNextProbe(
  store: Store,
  on24ClientId: string,
  at: Date | null,
): Promise<void> {
  await store
    .updateTable('account')
    .set({ nextProbeAt: at })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

/** From now on runs only read ON24, until a probe succeeds. The latest reason is shown. */
export async function blockForQuota(
  store: Store,
  on24ClientId: string,
  { reason, at }: Change,
): Promise<void> {
  // In this order: an account that is blocked but not waiting would never be probed.
  await beginTrouble(store, on24ClientId, 'waitingForQuota', { reason, at })
  await store
    .updateTable('account')
    .set({ quotaBlocked: true, quotaReason: reason })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

export async function accountsWaitingForQuota(store: Store): Promise<string[]> {
  const rows = await store
    .selectFrom('account')
    .select('on24ClientId')
    .where('quotaSince', 'is not', null)
    .where('removalSince', 'is', null)
    .orderBy('on24ClientId')
    .execute()
  return rows.map((row) => row.on24ClientId)
}

/** A probe succeeded, so the next run delivers. The state itself lasts until no rows wait for quota. */
export async function unblockQuota(store: Store, on24ClientId: string): Promise<void> {
  await store
    .updateTable('account')
    .set({ quotaBlocked: false })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

/** Only inside a transaction. */
export async function endQuotaWait(store: Store, on24ClientId: string, at: Date): Promise<void> {
  const waits = await store
    .updateTable('account')
    .set({ quotaBlocked: false, nextProbeAt: null })
    .where('on24ClientId', '=', on24ClientId)
    .where(WAITS_FOR_QUOTA)
    .returning('on24ClientId')
    .executeTakeFirst()
  if (waits === undefined) return
  const reason = 'Act-On accepts calls again, and no rows wait for them any more.'
  await endTrouble(store, on24ClientId, 'waitingForQuota', { reason, at })
}

const WAITS_FOR_QUOTA = sql<boolean>`(
  quota_since is not null or quota_blocked or next_probe_at is not null
)`

/**
 * Accounts without a successful run since `quietBefore`, of which operators have had no notice yet. An account from
 * which no success is expected, as during a pause, is not late. Lateness lasts until a run succeeds, even across
 * pauses. An account that is late again, counted from its latest resume or link, gets another notice.
 */
export async function accountsToMarkLate(store: Store, quietBefore: Date): Promise<string[]> {
  const rows = await store
    .selectFrom('account')
    .select('on24ClientId')
    .where(isToMarkLate(quietBefore))
    .orderBy('quietSince')
    .execute()
  return rows.map((row) => row.on24ClientId)
}

/** Does nothing if the account is already marked as late, or is not late any more. */
export async function markLate(
  store: Store,
  on24ClientId: string,
  quietBefore: Date,
  at: Date,
): Promise<void> {
  const reason = `No run has succeeded for ${String(LATE_AFTER_HOURS)} hours.`
  await beginTroubleWhere(store, on24ClientId, 'late', { reason, at }, isToMarkLate(quietBefore))
}

const isToMarkLate = (quietBefore: Date) => sql<boolean>`
  quiet_since <= ${quietBefore.toISOString()}::timestamptz
  and (late_since is null or late_since < quiet_since)`

/** At the end of a run. Only a good run has tried everything, so only then the trouble can end. */
export async function noteRejections(
  store: Store,
  on24ClientId: string,
  { above, isGood, at }: { readonly above: number; readonly isGood: boolean; readonly at: Date },
): Promise<void> {
  const { rejected, isTold } = await store
    .selectFrom('waitingRow')
    .select([
      sql<number>`count(*)::float8`.as('rejected'),
      sql<boolean>`exists (
        select from account where on24_client_id = ${on24ClientId} and rejections_since is not null
      )`.as('isTold'),
    ])
    .where('on24ClientId', '=', on24ClientId)
    .where('state', '=', 'rejected')
    .executeTakeFirstOrThrow()
  if (rejected > above) {
    const reason = `${String(rejected)} contacts are rejected, which is more than ${String(above)}.`
    await beginTrouble(store, on24ClientId, 'rejections', { reason, at })
  } else if (isGood && isTold) {
    const reason = `${String(rejected)} contacts are rejected, which is no more than ${String(above)}.`
    await endTrouble(store, on24ClientId, 'rejections', { reason, at })
  }
}
