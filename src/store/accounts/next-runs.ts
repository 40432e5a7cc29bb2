/** When Schedules start runs next, as Temporal said last: the store answers for them, also while Temporal is away. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import type { Account } from './account.ts'

const AT_ONCE = 200

/** @param times the earliest first */
export async function saveNextRuns(
  store: Store,
  on24ClientId: string,
  times: readonly Date[],
): Promise<void> {
  await saveAllNextRuns(store, new Map([[on24ClientId, times]]))
}

/** By ON24 client id; accounts that are left out, and those that are not registered, stay as they are. */
export async function saveAllNextRuns(
  store: Store,
  timesOf: ReadonlyMap<string, readonly Date[]>,
): Promise<void> {
  const all = [...timesOf].map(([id, times]) => ({
    id,
    times: JSON.stringify(times.map((time) => time.toISOString())),
  }))
  for (let done = 0; done < all.length; done += AT_ONCE) {
    const some = all.slice(done, done + AT_ONCE)
    // A row that somebody works on keeps nobody waiting: it has its turn the next time.
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

/** Null when Temporal plans none. What it said may be a minute old. */
export function nextRunOf({ nextRuns: times }: Account, now: Date): string | null {
  return times.find((time) => new Date(time) > now) ?? null
}
