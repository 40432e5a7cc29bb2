/** What is old in each table to which rows are added for ever: `old` is the row. To have a new table cleaned, add it here. */
import { type RawBuilder, sql } from 'kysely'
import { KEEP_RUN_WEBINARS_DAYS } from '../contracts/retention.ts'
import { COMPARE_FOR_DAYS } from '../contracts/webinar-settling.ts'

export interface RetentionTimes {
  readonly now: Date
  /** Records of what happened are kept since then: RETENTION_DAYS ago. */
  readonly keptSince: Date
}

/** A form that used an invitation up is answered for a day, sign-ins count for an hour, and no lease lasts for a day. */
const OVER_FOR = sql.raw("interval '1 day'")

/**
 * A condition for each table. Nothing that is still needed is old. Deleting a run deletes its webinars and what its
 * comparison found; deleting an entry of the audit trail deletes its operation.
 */
export function oldRecords({
  now: currently,
  keptSince,
}: RetentionTimes): Readonly<Record<string, RawBuilder<unknown>>> {
  const now = sql`${currently.toISOString()}::timestamptz`
  const before = sql`${keptSince.toISOString()}::timestamptz`
  return {
    journal_entry: sql`ended_at < ${before}`,
    // An account keeps its latest run, and one whose findings wait to be removed. Before it has a cursor, its first run
    // tells how far the next one looks back.
    run: sql`finished_at < ${before} and exists (
      select from run as later
      where later.on24_client_id = old.on24_client_id and later.started_at > old.started_at
    ) and not exists (
      select from account
      where account.on24_client_id = old.on24_client_id and cursor_at is null and not exists (
        select from run as earlier
        where earlier.on24_client_id = old.on24_client_id and earlier.started_at < old.started_at
      )
    ) and not exists (
      select from finding
      join trouble on trouble.event_id = finding.event_id and trouble.kind in ('removalsHeld', 'removalRefused')
      where finding.run_key = old.run_key and record_id is not null and repaired_at is null
        and trouble.on24_client_id = old.on24_client_id
    )`,
    // The sums of its webinars stay in the run's ledger.
    run_webinar: sql`exists (
      select from run
      where run.run_key = old.run_key and finished_at < ${now} - ${KEEP_RUN_WEBINARS_DAYS} * ${OVER_FOR}
    )`,
    // Marks are deleted when their run ends; an activity that did not know of that may have added some since.
    scan: sql`exists (
      select from run where run.run_key = old.run_key and finished_at < ${now} - ${OVER_FOR}
    )`,
    audit_entry: sql`at < ${before} and not exists (
      select from operation where operation.audit_id = old.id and operation.result is null
    )`,
    // The end of a trouble is only told if its beginning is known to have been delivered, however long it lasts.
    notice: sql`created_at < ${before} and settled_at is not null and exists (
      select from notice as later
      where later.on24_client_id = old.on24_client_id and later.seq > old.seq
        and coalesce(later.ends, later.kind) = coalesce(old.ends, old.kind) and later.settled_at is not null
    )`,
    operator_access: sql`at < ${before}`,
    // By its receipt a comparison recognizes a forgotten person's row that a user has put back.
    removal_receipt: sql`removed_at < ${before} and not exists (
      select from webinar
      where webinar.on24_client_id = old.on24_client_id and webinar.event_id = old.event_id
        and greatest(live_start, latest_activity_at) >= ${now} - ${COMPARE_FOR_DAYS} * ${OVER_FOR}
    )`,
    invitation: sql`used_at < ${now} - ${OVER_FOR} or (used_at is null and expires_at <= ${now})`,
    done_cookie: sql`expires_at <= ${now}`,
    operator_session: sql`expires_at <= ${now}`,
    sign_in: sql`at < ${now} - ${OVER_FOR}`,
    rate_limit: sql`resets_at <= ${now}`,
    // Of owners that were killed, and of work that nobody takes up again.
    lease: sql`expires_at < ${now} - ${OVER_FOR}`,
    // What slowed a key down is forgotten after hours: a row that nobody has used for a day says nothing any more.
    pace: sql`greatest(given_at, next_at, slowed_at) < ${now} - ${OVER_FOR}`,
  }
}
