/**
 * Whether a requested run is still to begin. Until a run asks ON24 what is new, a second request needs no run of its
 * own.
 */
import { sql } from 'kysely'
import { getAccount } from './accounts.ts'
import type { Store } from '../database.ts'

/** A requested run begins within seconds; one that does not may have been terminated in Temporal. */
const LONGEST_WAIT_SECONDS = 60

/** Call it before ON24 is asked what is new: later changes may be missing in this run. */
export async function countDiscovery(store: Store, on24ClientId: string): Promise<void> {
  await store
    .updateTable('account')
    .set({ discoveries: sql`discoveries + 1` })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

export async function isSyncPending(store: Store, on24ClientId: string): Promise<boolean> {
  const account = await store
    .selectFrom('account')
    .select('on24ClientId')
    .where('on24ClientId', '=', on24ClientId)
    .whereRef('syncAwaits', '=', 'discoveries')
    .where(
      sql<boolean>`sync_asked_at > service_now() - ${LONGEST_WAIT_SECONDS} * interval '1 second'
        and sync_asked_at <= service_now()`,
    )
    .executeTakeFirst()
  return account !== undefined
}

/** Starts a run by `trigger` and stores the request. Reads `discoveries` first, because the run may begin at once. */
export async function requestSync(
  store: Store,
  on24ClientId: string,
  trigger: () => Promise<void>,
): Promise<void> {
  const { discoveries } = await getAccount(store, on24ClientId)
  await trigger()
  await store
    .updateTable('account')
    .set({ syncAwaits: discoveries, syncAskedAt: sql`service_now()` })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}
