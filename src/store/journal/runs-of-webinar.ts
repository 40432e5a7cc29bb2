/** The runs that worked on a webinar: the journal has no run, but the time of an entry tells in which of them it ended. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

export interface RunOfWebinar {
  readonly runKey: string
  readonly workflowId: string
  readonly runId: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

/** Of a dry run nothing comes. @param since those that had ended before are left out. */
export async function runsOfWebinar(
  store: Store,
  { on24ClientId, eventId }: { readonly on24ClientId: string; readonly eventId: string },
  since: Date,
): Promise<RunOfWebinar[]> {
  const { rows } = await sql<RunOfWebinar>`
    select run_key, workflow_id, run_id, started_at, finished_at from run
    where on24_client_id = ${on24ClientId} and not dry_run
      and coalesce(finished_at >= ${since.toISOString()}::timestamptz, true)
      and exists (
        select from run_webinar
        where run_webinar.run_key = run.run_key and event_id = ${eventId}
      )
  `.execute(store)
  return rows
}

/** Null if none was at work then, or more than one. */
export function runAt(runs: readonly RunOfWebinar[], at: Date): RunOfWebinar | null {
  const [run = null, ...others] = runs.filter(
    ({ startedAt, finishedAt }) => startedAt <= at && (finishedAt === null || at <= finishedAt),
  )
  return others.length === 0 ? run : null
}
