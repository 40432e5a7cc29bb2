/** What operators asked for between two runs of an account, which the later one serves. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { type Run, SYNC_TRIGGERS } from './runs.ts'

/** Of the account's latest entries of the audit trail: a run begins soon after what it is requested by. */
const LATEST = 20

/** Actions of the audit trail that were done or are being done, since the six-hourly run before this one began. */
export async function requestsBefore(
  store: Store,
  { on24ClientId, startedAt }: Run,
): Promise<ReadonlySet<string>> {
  const latest = store
    .selectFrom('auditEntry')
    .select(['action', 'at', 'result'])
    .where('on24ClientId', '=', on24ClientId)
    .orderBy('id', 'desc')
    .limit(LATEST)
    .as('latest')
  const rows = await store
    .selectFrom(latest)
    .select('action')
    .where('result', 'in', ['ok', 'asked'])
    .where('at', '<=', startedAt)
    .where('at', '>', (where) =>
      where.fn.coalesce(
        where
          .selectFrom('run')
          .where('on24ClientId', '=', on24ClientId)
          .where('trigger', 'in', SYNC_TRIGGERS)
          .where('startedAt', '<', startedAt)
          .select((select) => select.fn.max('startedAt').as('before')),
        sql<Date>`'-infinity'::timestamptz`,
      ),
    )
    .execute()
  return new Set(rows.map(({ action }) => action))
}
