import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  // Rows are added in the order of these times, so small indexes find the old ones.
  `create index run_by_end on run using brin (finished_at)`,
  `create index audit_entry_by_time on audit_entry using brin (at)`,
  `create index notice_by_time on notice using brin (created_at)`,
  `create index operator_access_by_time on operator_access using brin (at)`,
  `create index removal_receipt_by_time on removal_receipt using brin (removed_at)`,
  // Without these, deleting an account or reading a webinar's receipts reads whole tables.
  `create index removal_receipt_by_registrant
    on removal_receipt (on24_client_id, event_id, registrant_id)`,
  `create index done_cookie_by_account on done_cookie (on24_client_id)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
