/** How far a backfill is: for operators, beside its run and in the Temporal UI. */
import { sql } from 'kysely'
import type { BackfillRequest } from '../contracts/operating.ts'
import type { Store } from '../store/database.ts'
import { countWork } from '../store/run-webinars.ts'

export interface BackfillView extends BackfillRequest {
  /** ISO 8601 UTC; null when nothing tells it yet, and of a backfill that has ended. */
  readonly expectedEndAt: string | null
}

/** As fast as so far; null while nothing tells how fast that is. */
export function expectedEnd(
  startedAt: Date,
  doneCount: number,
  ofCount: number,
  now: Date,
): Date | null {
  if (doneCount === 0) return null
  const leftMs = ((now.getTime() - startedAt.getTime()) / doneCount) * (ofCount - doneCount)
  return new Date(now.getTime() + leftMs)
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

/** Markdown for the Temporal UI. */
export async function describeBackfill(store: Store, runKey: string, now: Date): Promise<string> {
  const { finished, of } = await countWork(store, runKey)
  const { contacts } = await store
    .selectFrom('run_webinar')
    .select(sql<number>`coalesce(sum(read), 0)::float8`.as('contacts'))
    .where('run_key', '=', runKey)
    .executeTakeFirstOrThrow()
  const view = await viewBackfill(store, runKey, now)
  return [
    `- webinars done: **${String(finished)} of ${String(of)}**`,
    `- contacts read: **${String(contacts)}**`,
    `- expected end: ${view?.expectedEndAt ?? 'not known yet'}`,
  ].join('\n')
}
