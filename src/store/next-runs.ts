/** When Schedules start runs next, as Temporal said last: the store answers for them, also while Temporal is away. */
import { sql } from 'kysely'
import type { Account } from './accounts.ts'
import type { Store } from './database.ts'

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
  const ids = [...timesOf.keys()]
  const times = [...timesOf.values()].map((all) =>
    JSON.stringify(all.map((time) => time.toISOString())),
  )
  await sql`
    update account set next_runs = said.times::jsonb
    from unnest(${ids}::text[], ${times}::text[]) as said (id, times)
    where on24_client_id = said.id and next_runs <> said.times::jsonb
  `.execute(store)
}

/** Null when Temporal plans none. What it said may be a minute old. */
export function nextRunOf({ next_runs: times }: Account, now: Date): string | null {
  return times.find((time) => new Date(time) > now) ?? null
}
