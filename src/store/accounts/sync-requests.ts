/** Whether a run that was asked for is still to come: two requests are one until a run begins to ask ON24 what is new. */
import { sql } from 'kysely'
import { getAccount } from './accounts.ts'
import type { Store } from '../database.ts'

/** A run that was asked for begins within seconds; one that does not may have been ended in Temporal. */
const LONGEST_WAIT_SECONDS = 60

/** Before anything is asked of ON24: whatever comes later than this may be missing in the run. */
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

/** Asks for a run by `trigger`, and notes that it is to come: by what was known before, for it may begin at once. */
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
