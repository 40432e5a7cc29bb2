/** A run's ledger, computed from the counts of its webinars and from the rows that it leaves waiting. */
import { sql } from 'kysely'
import { z } from 'zod'
import { EMPTY_LEDGER, type Ledger } from '../../contracts/run.ts'
import type { Store } from '../database.ts'
import type { Run } from './runs.ts'

export async function computeLedger(store: Store, runKey: string): Promise<Ledger> {
  return (await computeLedgers(store, [runKey])).get(runKey) ?? EMPTY_LEDGER
}

/**
 * By run key. The buckets come from separate places, so a sum that does not add up shows a real error. Rows that
 * another run has taken up count here by the state they had then.
 */
export async function computeLedgers(
  store: Store,
  runKeys: readonly string[],
): Promise<Map<string, Ledger>> {
  if (runKeys.length === 0) return new Map()
  const { rows } = await sql<Ledger & { runKey: string }>`
    with wanted as (select unnest(${runKeys}::text[]) as run_key),
    counted as (
      select run_key, sum(read) as read, sum(carried_over) as carried_over, sum(created) as created,
        sum(updated) as updated, sum(unchanged) as unchanged, sum(removed) as removed,
        sum(left_rejected) as left_rejected, sum(left_pending) as left_pending
      from run_webinar join wanted using (run_key) group by run_key
    ),
    reasons as (
      select run_key, reason, sum(count::integer) as count
      from run_webinar join wanted using (run_key), jsonb_each_text(filtered) as each (reason, count)
      group by run_key, reason
    ),
    by_reason as (
      select run_key, jsonb_object_agg(reason, count) as filtered from reasons group by run_key
    ),
    waiting as (
      select run_key, count(*) filter (where state = 'rejected') as rejected,
        count(*) filter (where state <> 'rejected') as pending
      from waiting_row join wanted using (run_key) group by run_key
    )
    select run_key,
      coalesce(read, 0)::float8 as read,
      coalesce(carried_over, 0)::float8 as "carriedOver",
      coalesce(created, 0)::float8 as created,
      coalesce(updated, 0)::float8 as updated,
      coalesce(unchanged, 0)::float8 as unchanged,
      coalesce(removed, 0)::float8 as removed,
      coalesce(filtered, '{}') as filtered,
      (coalesce(rejected, 0) + coalesce(left_rejected, 0))::float8 as rejected,
      (coalesce(pending, 0) + coalesce(left_pending, 0))::float8 as pending
    from wanted
    left join counted using (run_key)
    left join by_reason using (run_key)
    left join waiting using (run_key)
  `.execute(store)
  return new Map(rows.map(({ runKey, ...ledger }) => [runKey, ledger]))
}

export const StoredLedger = z.object({
  read: z.number(),
  carriedOver: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  removed: z.number(),
  filtered: z.record(z.string(), z.number()),
  rejected: z.number(),
  pending: z.number(),
})

/** The ledger with which a run was closed. Throws for a run that is not closed yet. */
export function storedLedger(run: Pick<Run, 'ledger'>): Ledger {
  return StoredLedger.parse(run.ledger)
}
