/** Backfills that operators have cancelled, and that have not ended yet. The audit trail says when they were asked. */
import { sql } from 'kysely'
import type { BackfillRequest } from '../../contracts/operations.ts'
import type { Store } from '../database.ts'

/**
 * SQL expression on `run`; null unless it is a backfill that is being cancelled. `about` is written as `rangeInWords` in
 * operating/store-operation.ts does.
 */
export const CANCEL_ASKED_AT = sql<Date | null>`case
  when run.finished_at is null and run.range_from is not null then (
    select max(at) from audit_entry
    where audit_entry.on24_client_id = run.on24_client_id and at >= run.started_at
      and action = 'backfillCancelled' and result = 'ok'
      and about = run.range_from::text || '..' || run.range_to::text
        || case when run.dry_run then ' (dry run)' else '' end
  )
end`

/** The backfill of these days that has not ended; null if there is none. */
export async function openBackfill(
  store: Store,
  on24ClientId: string,
  { from, to, dryRun }: BackfillRequest,
): Promise<{ readonly cancelAskedAt: Date | null } | null> {
  const found = await store
    .selectFrom('run')
    .select(CANCEL_ASKED_AT.as('cancelAskedAt'))
    .where('on24ClientId', '=', on24ClientId)
    .where('finishedAt', 'is', null)
    .where('dryRun', '=', dryRun)
    .where(sql<boolean>`(range_from, range_to) = (${from}::date, ${to}::date)`)
    .executeTakeFirst()
  return found ?? null
}
