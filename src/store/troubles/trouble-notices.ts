/** Operators get one notice when a kind of trouble begins in an account, and one when it is over. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { SteeringTrouble, Trouble, TroubleKind } from '../../contracts/trouble.ts'
import { troubleSummary } from '../../contracts/trouble-words.ts'
import { inTransaction, type Store } from '../database.ts'
import { lockAccount } from '../accounts/accounts.ts'
import {
  endTroubles,
  endTroublesWithoutRows,
  hasTrouble,
  lookAtTroubles,
  recordTrouble,
  troublesOfAccount,
} from './troubles.ts'

/**
 * Compares the current troubles with those already reported, and writes notices about the difference. Call it after
 * every change of an account's troubles, in the same transaction. Returns the current troubles.
 */
export async function writeTroubleNotices(
  tx: Store,
  on24ClientId: string,
  at: Date,
): Promise<readonly Trouble[]> {
  const { told, hasAny } = await lookAtTroubles(tx, on24ClientId)
  // Most runs of most accounts end here.
  if (told.size === 0 && !hasAny) return []
  await endTroublesWithoutRows(tx, on24ClientId)
  const troubles = await troublesOfAccount(tx, on24ClientId)
  const kinds = new Set(troubles.map(({ kind }) => kind))
  for (const kind of kinds) {
    if (told.has(kind)) continue
    const reason = troubleSummary(troubles.filter((trouble) => trouble.kind === kind))
    await writeBeginning(tx, on24ClientId, kind, { reason, at })
  }
  for (const kind of told) if (!kinds.has(kind)) await writeEnd(tx, on24ClientId, kind, at)
  return troubles
}

/**
 * Begins, updates or, if `detail` is null, ends a trouble of the whole account outside of its runs. Writes the notices
 * that follow.
 */
export async function setTrouble(
  store: Store,
  on24ClientId: string,
  { kind, detail, at }: { kind: SteeringTrouble; detail: string | null; at: Date },
): Promise<void> {
  const place = { on24ClientId, eventId: null }
  if (detail === null && !(await hasTrouble(store, place, kind))) return
  await inTransaction(store, async (tx) => {
    if ((await lockAccount(tx, on24ClientId)) === undefined) return
    if (detail === null) await endTroubles(tx, place, [kind])
    else await recordTrouble(tx, place, { kind, detail, at })
    await writeTroubleNotices(tx, on24ClientId, at)
  })
}

/** ON24 client ids of the accounts that have the trouble. */
export async function accountsWithTrouble(
  store: Store,
  kind: SteeringTrouble,
): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('trouble')
    .select('on24ClientId')
    .where('kind', '=', kind)
    .where('eventId', 'is', null)
    .execute()
  return rows.map((row) => row.on24ClientId)
}

/** When operators got the notice of a trouble that still lasts; null otherwise. */
export async function reportedSince(
  store: Store,
  on24ClientId: string,
  kind: TroubleKind,
): Promise<Date | null> {
  const told = await store
    .selectFrom('toldTrouble')
    .select('since')
    .where('on24ClientId', '=', on24ClientId)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return told?.since ?? null
}

/** One statement for the mark and the notice, so that two processes write only one notice. */
async function writeBeginning(
  tx: Store,
  on24ClientId: string,
  kind: TroubleKind,
  { reason, at }: { readonly reason: string; readonly at: Date },
): Promise<void> {
  const since = sql`${at.toISOString()}::timestamptz`
  await sql`
    with begun as (
      insert into told_trouble (on24_client_id, kind, since) values (${on24ClientId}, ${kind}, ${since})
      on conflict do nothing returning kind
    )
    insert into notice (id, on24_client_id, kind, reason, created_at)
    select ${randomUUID()}, ${on24ClientId}, kind, ${reason}, ${since} from begun
  `.execute(tx)
}

async function writeEnd(
  tx: Store,
  on24ClientId: string,
  kind: TroubleKind,
  at: Date,
): Promise<void> {
  await sql`
    with ended as (
      delete from told_trouble where on24_client_id = ${on24ClientId} and kind = ${kind} returning kind
    )
    insert into notice (id, on24_client_id, kind, ends, reason, created_at)
    select ${randomUUID()}, ${on24ClientId}, 'recovered', kind, 'No rows wait for this reason any more.',
      ${at.toISOString()}::timestamptz
    from ended
  `.execute(tx)
}
