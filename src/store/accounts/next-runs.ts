/** When Schedules start runs next, as last read from Temporal, so that it can be shown while Temporal is down. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import type { Account } from './account.ts'

const ACCOUNTS_PER_STATEMENT = 200

/** @param times earliest first */
export async function saveNextRuns(
  store: Store,
  on24ClientId: string,
  times: readonly Date[],
): Promise<void> {
  await saveAllNextRuns(store, new Map([[on24ClientId, times]]))
}

/** By ON24 client id. Accounts that are left out stay as they are; unregistered ones are ignored. */
export async function saveAllNextRuns(
  store: Store,
  timesOf: ReadonlyMap<string, readonly Date[]>,
): Promise<void> {
  const all = [...timesOf].map(([id, times]) => ({
    id,
    times: JSON.stringify(times.map((time) => time.toISOString())),
  }))
  for (let done = 0; done < all.length; done += ACCOUNTS_PER_STATEMENT) {
    const some = all.slice(done, done + ACCOUNTS_PER_STATEMENT)
    // Skips rows that are locked by other transactions; the next call updates them.
    await sql`
      with changed as (
        select on24_client_id, said.times::jsonb as times
        from account
        join unnest(${some.map(({ id }) => id)}::text[], ${some.map(({ times }) => times)}::text[])
          as said (id, times) on said.id = on24_client_id
        where next_runs <> said.times::jsonb
        order by on24_client_id for update of account skip locked
      )
      update account set next_runs = changed.times from changed
      where account.on24_client_id = changed.on24_client_id
    `.execute(store)
  }
}

/** Null if Temporal plans none. The stored times may be a minute old. */
export function nextRunOf({ nextRuns: times }: Account, now: Date): string | null {
  return times.find((time) => new Date(time) > now) ?? null
}
