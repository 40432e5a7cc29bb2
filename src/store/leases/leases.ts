/**
 * Leases: one owner at a time for a name, across all workers. If its owner dies, a lease is not renewed and expires.
 * Time is `service_now()`, so the clocks of workers need not agree.
 */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

/**
 * SQL condition: the lease is held. No lease lasts for a day, so one that expires later was taken before the database's
 * clock was set back, and counts as absent.
 */
export const IS_HELD = sql<boolean>`(
  lease.expires_at > service_now() and lease.expires_at < service_now() + interval '1 day'
)`

/** SQL condition: the lease is free, or the owner's own. */
export const mayTake = (owner: string) => sql<boolean>`(lease.owner = ${owner} or not ${IS_HELD})`

/** Takes or renews the lease. False while another owner holds it. */
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
      conflict.column('name').doUpdateSet({ owner, expiresAt: until }).where(mayTake(owner)),
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

/** Only for the process that owns an embedded store: all earlier owners of leases are gone. */
export async function dropAllLeases(store: Store): Promise<void> {
  await store.deleteFrom('lease').execute()
}
