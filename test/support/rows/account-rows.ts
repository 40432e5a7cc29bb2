/** Thousands of accounts as rows of the store, without controllers and Schedules. */
import { sql } from 'kysely'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'
import type { Store } from '../../../src/store/database.ts'

export interface ManyAccounts {
  readonly count: number
  /** Last successes start twelve hours before this time with the first account, and are six seconds apart. */
  readonly now: Date
}

/**
 * Inserts `Customer 00001` with id 500001, and so on. Every 1000th is not linked. Of the others, every 100th is paused,
 * and of the rest every 250th is failing.
 */
export async function insertManyAccounts(
  store: Store,
  { count, now }: ManyAccounts,
): Promise<void> {
  const linkedAt = new Date(now.getTime() - 90 * 24 * 60 * 60_000)
  await sql`
    insert into account (
      on24_client_id, name, region, act_on_region, time_zone, time_zone_chosen, wrapped_data_key, created_at,
      linked_at, started_link_at, act_on_account_id, act_on_account_name, last_success_at, tried_at,
      paused_since, paused_reason, failing_since, failing_reason
    )
    select (500000 + i)::text, 'Customer ' || lpad(i::text, 5, '0'), 'na', 'na', 'UTC', false, '', ${linkedAt.toISOString()}::timestamptz,
      linked_at, linked_at, 'a' || i, 'Marketing ' || i,
      success_at, success_at,
      case when i % 1000 <> 0 and i % 100 = 0 then ${linkedAt.toISOString()}::timestamptz end, 'Asked for',
      case when i % 1000 <> 0 and i % 250 = 0 then ${linkedAt.toISOString()}::timestamptz end, 'ON24 refuses'
    from generate_series(1, ${count}::integer) as i
    cross join lateral (
      select case when i % 1000 <> 0 then ${linkedAt.toISOString()}::timestamptz end as linked_at
    ) as link
    cross join lateral (
      select ${now.toISOString()}::timestamptz - interval '12 hours' + i * interval '6 seconds' as success_at
    ) as success
  `.execute(store)
}

/** Inserts twelve complete runs for each account, six hours apart. */
export async function insertRuns(store: Store, now: Date): Promise<void> {
  const ledger = { ...EMPTY_LEDGER, read: 120, created: 40, updated: 12, unchanged: 68 }
  await sql`
    insert into run (
      run_key, on24_client_id, workflow_id, run_id, trigger, window_to, started_at, finished_at, outcome, ledger
    )
    select on24_client_id || '/' || i, on24_client_id, 'account-sync/' || on24_client_id, i::text, 'schedule',
      at, at, at, 'complete', ${JSON.stringify(ledger)}::jsonb
    from account
    cross join generate_series(1, 12) as i
    cross join lateral (select ${now.toISOString()}::timestamptz - i * interval '6 hours' as at) as slot
  `.execute(store)
}
