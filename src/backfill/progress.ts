/** A backfill as operators see it beside its run. */
import { sql } from 'kysely'
import { expectedEnd } from '../contracts/backfill-progress.ts'
import type { BackfillRequest } from '../contracts/operating.ts'
import type { Store } from '../store/database.ts'
import { countWork } from '../store/run-webinars.ts'

export interface BackfillView extends BackfillRequest {
  /** ISO 8601 UTC; null when nothing tells it yet, and of a backfill that has ended. */
  readonly expectedEndAt: string | null
}

/** Null for any other run. */
export async function viewBackfill(
  store: Store,
  runKey: string,
  now: Date,
): Promise<BackfillView | null> {
  const run = await store
    .selectFrom('run')
    .select(['started_at', 'finished_at', 'dry_run'])
    .select(sql<string>`range_from::text`.as('from'))
    .select(sql<string>`range_to::text`.as('to'))
    .where('run_key', '=', runKey)
    .where('range_from', 'is not', null)
    .executeTakeFirst()
  if (run === undefined) return null
  const { from, to, dry_run: dryRun, started_at: startedAt, finished_at: finishedAt } = run
  const { finished, of } = await countWork(store, runKey)
  const end = finishedAt === null ? expectedEnd(startedAt, finished, of, now) : null
  return { from, to, dryRun, expectedEndAt: end?.toISOString() ?? null }
}
