/** Fills a store with the rows of many accounts, so that a statement which reads more than its own account's is seen. */
import { Client } from 'pg'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'

/** Many small accounts: then every table, that of accounts too, has far more rows than one account. */
const WEBINARS = 10
const PEOPLE = 5
const RUNS = 10
const PER_ACCOUNT = WEBINARS * PEOPLE

/** Text ids as long as ON24's: clients of five digits, events of seven, registrants of nine. */
const CLIENT = `(30000 + account)::text`
const EVENT = `(5000000 + account * ${String(WEBINARS)} + webinar)::text`
const PERSON = `(300000000 + (account * ${String(WEBINARS)} + webinar) * ${String(PEOPLE)} + person)::text`
const RUN = `concat('account-sync/', ${CLIENT}, '-2026-01-01T00:00:00Z/', account * ${String(RUNS)} + run)`

/** Each its own: nobody is registered twice. */
const HASH = `('x' || encode(substr(uuid_send(gen_random_uuid()), 1, 8), 'hex'))::bit(64)::bigint`

const webinars = `generate_series(0, ${String(WEBINARS - 1)}) as webinar`
const people = `generate_series(0, ${String(PEOPLE - 1)}) as person`
const runs = `generate_series(0, ${String(RUNS - 1)}) as run`
const at = (days: string) => `timestamptz '2026-01-01T00:00:00Z' + (${days}) * interval '1 day'`

/** `$accounts`: a table of numbers from 0. Each account has an address that is in none of the others. */
const STATEMENTS = [
  `insert into account (on24_client_id, name, region, act_on_region, time_zone, time_zone_chosen, act_on_account_id,
      created_at, linked_at, tried_at, last_success_at, cursor_at)
    select ${CLIENT}, 'Filled', 'na', 'na', 'UTC', false, concat('filled-', account), ${at('0')}, ${at('0')},
      service_now(), service_now(), ${at('10')}
    from $accounts`,
  `insert into credential (on24_client_id, kind, sealed, user_key, version, updated_at)
    select ${CLIENT}, 'actOn', 'x', ${HASH}, 1, ${at('0')} from $accounts`,
  `insert into notice_recipient (on24_client_id, channel, sealed, set_at)
    select ${CLIENT}, 'accountEmail', 'x', ${at('0')} from $accounts`,
  `insert into sign_in (user_key, at) select ${HASH}, ${at('account % 20')} from $accounts`,
  `insert into webinar (on24_client_id, event_id, title, content_type, is_test_event, live_start, live_end,
      latest_activity_at, last_read_started_at, list_id, list_name, list_time_zone)
    select ${CLIENT}, ${EVENT}, 'Filled', 'webcast', false, ${at('webinar')}, ${at('webinar')}, ${at('webinar')},
      ${at('webinar + 5')}, concat('list-', ${EVENT}), 'Filled', 'UTC'
    from $accounts, ${webinars}`,
  `insert into registration (on24_client_id, event_id, registrant_id, address_hash, registration_hash, activity_hash,
      cells_mask, attended, confirmed_at)
    select ${CLIENT}, ${EVENT}, ${PERSON}, ${HASH}, ${HASH}, ${HASH}, 12345,
      person % 3 = 0, ${at('webinar')}
    from $accounts, ${webinars}, ${people} order by 1, 2, 3`,
  `insert into journal_entry (on24_client_id, event_id, registrant_id, seen_at, ended_at, changed, attended, decision,
      outcome, address_hash)
    select ${CLIENT}, ${EVENT}, ${PERSON}, ${at('webinar')}, ${at('webinar')}, 7, false, 'write', 'written',
      case person when 0 then ${HASH} end
    from $accounts, ${webinars}, ${people} order by webinar`,
  `insert into run (run_key, on24_client_id, workflow_id, run_id, trigger, window_from, window_to, started_at,
      finished_at, outcome, ledger)
    select ${RUN}, ${CLIENT}, concat('account-sync/', ${CLIENT}), account * ${String(RUNS)} + run, 'schedule',
      ${at('run')}, ${at('run + 1')}, ${at('run + 1')}, ${at('run + 1.1')}, 'complete', '${JSON.stringify(EMPTY_LEDGER)}'
    from $accounts, ${runs}`,
  `insert into run_webinar (run_key, event_id, read_state, delivery_state, read)
    select ${RUN}, ${EVENT}, 'read', 'done', ${String(PEOPLE)} from $accounts, ${runs}, ${webinars}`,
  `insert into scan (run_key, question) select ${RUN}, 'events' from $accounts, ${runs} where run < 2`,
  `insert into scan_page (run_key, question, number, page)
    select ${RUN}, 'events', number, '[]' from $accounts, ${runs}, generate_series(0, 3) as number where run < 2`,
  `insert into waiting_row (on24_client_id, event_id, registrant_id, action, state, sealed, address_hash,
      registration_hash, activity_hash, cells_mask, attended, run_key, read_started_at, first_seen_at, merge_job_id)
    select ${CLIENT}, ${EVENT}, ${PERSON}, case person when 1 then 'remove' else 'upsert' end,
      case person when 1 then 'held' when 2 then 'rejected' else 'pending' end, repeat('x', 500), ${HASH},
      ${HASH}, ${HASH}, 12345, false, concat('account-sync/', ${CLIENT}, '-2026-01-01T00:00:00Z/',
      account * ${String(RUNS)} + ${String(RUNS - 1)}), ${at('webinar')}, ${at('webinar')},
      case person when 3 then concat('job-', ${EVENT}) end
    from $accounts, ${webinars}, ${people} where webinar < 3`,
  `insert into merge_job (id, on24_client_id, event_id, list_id, job_id, started_at)
    select concat('job-', ${EVENT}), ${CLIENT}, ${EVENT}, concat('list-', ${EVENT}), 'x', ${at('webinar')}
    from $accounts, ${webinars} where webinar < 3`,
  `insert into removal_receipt (on24_client_id, event_id, registrant_id, rows_removed, removed_at, note)
    select ${CLIENT}, ${EVENT}, concat('gone-', person), 1, ${at('webinar')}, 'Removed.'
    from $accounts, ${webinars}, ${people} where person < 2`,
  `insert into trouble (on24_client_id, event_id, kind, detail, since)
    select ${CLIENT}, ${EVENT}, 'listRefused', 'it answered HTTP 500', ${at('webinar')}
    from $accounts, ${webinars} where webinar < 3`,
  `insert into told_trouble (on24_client_id, kind, since) select ${CLIENT}, 'listRefused', ${at('1')} from $accounts`,
  `insert into event_to_look_up (on24_client_id, event_id)
    select ${CLIENT}, concat('9', ${EVENT}) from $accounts, ${webinars} where webinar < 3`,
  `insert into verification (run_key, repair, writes) select ${RUN}, true, true from $accounts, ${runs} where run < 3`,
  `insert into compared_list (run_key, event_id, contacts, compared_at)
    select ${RUN}, ${EVENT}, ${String(PEOPLE)}, ${at('run + 1')} from $accounts, ${runs}, ${webinars} where run < 3`,
  `insert into finding (run_key, event_id, number, kind, registrant_id, record_id)
    select ${RUN}, ${EVENT}, person + 1, 'extra', ${PERSON}, concat('row-', person)
    from $accounts, ${runs}, ${webinars}, ${people} where run < 3 and person < 2`,
  `insert into audit_entry (on24_client_id, at, actor, action, result)
    select ${CLIENT}, ${at('run')}, 'operator:ada', 'sync', 'ok' from $accounts, ${runs}`,
  `insert into operation (audit_id, on24_client_id, request, result)
    select id, on24_client_id, '{"signal": "syncNow"}', 'done' from audit_entry where action = 'sync'`,
  `insert into notice (id, on24_client_id, kind, reason, created_at, dispatched_at, settled_at, outcome)
    select gen_random_uuid(), ${CLIENT}, 'rejections', 'Filled', ${at('run')}, ${at('run')}, ${at('run')}, 'delivered'
    from $accounts, ${runs}`,
  `insert into invitation (token_hash, on24_client_id, made_by, created_at, expires_at)
    select gen_random_uuid(), ${CLIENT}, 'operator:ada', ${at('0')}, ${at('7')} from $accounts`,
  `insert into lease (name, owner, expires_at)
    select concat('webinar/', ${CLIENT}, '/', webinar), concat('owner of ', ${EVENT}), ${at('0')} from $accounts, ${webinars} where webinar < 3`,
  `insert into pace (key, next_at) select concat('filled/', ${CLIENT}), ${at('0')} from $accounts`,
  // So late that they are never deleted as too old.
  `insert into call_count (key, bucket_at, calls)
    select concat('filled/', ${CLIENT}), ${at('10000')} + webinar * interval '1 hour', 1 from $accounts, ${webinars}`,
]

/** @param registrations how many there are then, at least. */
export async function fillWithOtherAccounts(
  databaseUrl: string,
  registrations: number,
): Promise<void> {
  const accounts = `generate_series(0, ${String(Math.ceil(registrations / PER_ACCOUNT) - 1)}) as account`
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // Checking a hundred thousand rows one by one takes longer than storing them.
    await client.query('set session_replication_role = replica')
    for (const statement of STATEMENTS) {
      await client.query(statement.replaceAll('$accounts', accounts))
    }
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}
