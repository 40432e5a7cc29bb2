/** Operators are told once that a kind of trouble has begun in an account, and once that it is over. */
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
  recordTrouble,
  troublesOfAccount,
} from './troubles.ts'

/**
 * Compares what is with what was told, and writes the notices of the difference. Whoever may have changed the
 * troubles of an account calls it afterwards, in the same transaction. Returns the troubles as they are now.
 */
export async function writeTroubleNotices(
  tx: Store,
  on24ClientId: string,
  at: Date,
): Promise<readonly Trouble[]> {
  await endTroublesWithoutRows(tx, on24ClientId)
  const troubles = await troublesOfAccount(tx, on24ClientId)
  const told = await toldKinds(tx, on24ClientId)
  const kinds = new Set(troubles.map(({ kind }) => kind))
  for (const kind of kinds) {
    if (told.has(kind)) continue
    const reason = troubleSummary(troubles.filter((trouble) => trouble.kind === kind))
    await tellBeginning(tx, on24ClientId, kind, { reason, at })
  }
  for (const kind of told) if (!kinds.has(kind)) await tellEnd(tx, on24ClientId, kind, at)
  return troubles
}

/**
 * Of the whole account, outside of its runs: begins it, or goes on with it, and ends it when `detail` is null. Tells
 * operators what follows.
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

/** ON24 client ids. */
export async function accountsWithTrouble(
  store: Store,
  kind: SteeringTrouble,
): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('trouble')
    .select('on24ClientId')
    .where('kind', '=', kind)
    .execute()
  return rows.map((row) => row.on24ClientId)
}

/** When operators were told of it, while it lasts; null otherwise. */
export async function toldSince(
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

async function toldKinds(store: Store, on24ClientId: string): Promise<Set<TroubleKind>> {
  const rows = await store
    .selectFrom('toldTrouble')
    .select('kind')
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  return new Set(rows.map(({ kind }) => kind))
}

/** The mark and the notice are one statement: two that see the same beginning tell it once. */
async function tellBeginning(
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

async function tellEnd(
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
    select ${randomUUID()}, ${on24ClientId}, 'recovered', kind, 'Nothing waits for this reason any more.',
      ${at.toISOString()}::timestamptz
    from ended
  `.execute(tx)
}
