/** A run's ledger, computed from what the store counted and from the rows that the run left behind. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ledger } from '../contracts/run.ts'
import type { Store } from '../store/database.ts'
import type { Run } from '../store/runs.ts'

/** The buckets come from separate places, so that a sum which does not add up shows a real mistake. */
export async function computeLedger(store: Store, runKey: string): Promise<Ledger> {
  const counted = await store
    .selectFrom('run_webinar')
    .select([
      sum('read').as('read'),
      sum('carried_over').as('carriedOver'),
      sum('created').as('created'),
      sum('updated').as('updated'),
      sum('unchanged').as('unchanged'),
      sum('removed').as('removed'),
    ])
    .where('run_key', '=', runKey)
    .executeTakeFirstOrThrow()
  const reasons = await sql<{ reason: string; count: number }>`
    select reason, sum(count::integer)::float8 as count
    from run_webinar, jsonb_each_text(filtered) as each(reason, count)
    where run_key = ${runKey}
    group by reason order by reason
  `.execute(store)
  const left = await store
    .selectFrom('waiting_row')
    .select([
      sql<number>`count(*) filter (where state = 'rejected')::float8`.as('rejected'),
      sql<number>`count(*) filter (where state <> 'rejected')::float8`.as('pending'),
    ])
    .where('run_key', '=', runKey)
    .executeTakeFirstOrThrow()
  return {
    ...counted,
    filtered: Object.fromEntries(reasons.rows.map(({ reason, count }) => [reason, count])),
    ...left,
  }
}

function sum(column: string) {
  return sql<number>`coalesce(sum(${sql.ref(column)}), 0)::float8`
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

/** The ledger that a finished run was closed with. Throws for a run that has none yet. */
export function storedLedger(run: Pick<Run, 'ledger'>): Ledger {
  return StoredLedger.parse(run.ledger)
}
