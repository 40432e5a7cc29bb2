/**
 * Leases: one owner at a time for a named thing, over all workers. A lease ends with its owner, because
 * nobody renews it then. Time is `service_now()`, so that workers need not agree on theirs.
 */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

/**
 * Of a lease, in SQL: somebody holds it. No lease lasts for a day, so one that ends later was taken before the
 * database's clock was set back, and counts as absent.
 */
export const IS_HELD = sql<boolean>`(
  lease.expires_at > service_now() and lease.expires_at < service_now() + interval '1 day'
)`

/** Takes or renews the lease. False while somebody else holds it. */
export async function takeLease(
  store: Store,
  name: string,
  owner: string,
  ttlMs: number,
): Promise<boolean> {
  const until = sql<Date>`service_now() + ${ttlMs} * interval '1 millisecond'`
  const taken = await store
    .insertInto('lease')
    .values({ name, owner, expiresAt: until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ owner, expiresAt: until })
        .where((where) => where.or([where('lease.owner', '=', owner), where.not(IS_HELD)])),
    )
    .returning('name')
    .executeTakeFirst()
  return taken !== undefined
}

export async function isLeased(store: Store, name: string): Promise<boolean> {
  const held = await store
    .selectFrom('lease')
    .select('name')
    .where('name', '=', name)
    .where(IS_HELD)
    .executeTakeFirst()
  return held !== undefined
}

export async function releaseLease(store: Store, name: string, owner: string): Promise<void> {
  await store.deleteFrom('lease').where('name', '=', name).where('owner', '=', owner).execute()
}

/** Only for the one process that owns an embedded store: whoever held a lease is gone. */
export async function dropAllLeases(store: Store): Promise<void> {
  await store.deleteFrom('lease').execute()
}
