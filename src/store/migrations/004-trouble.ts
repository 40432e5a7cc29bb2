import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const IS_LINKED = 'closing_since is null and linked_at is not null'

/** Rows of webinars that were left out before: each run that had some books them as what they were then. */
const DROP_ROWS_OF_EXCLUDED = `
  with dropped as (
    delete from waiting_row using webinar
    where webinar.on24_client_id = waiting_row.on24_client_id
      and webinar.event_id = waiting_row.event_id and webinar.excluded
    returning waiting_row.run_key, waiting_row.event_id, waiting_row.state
  ),
  counted as (
    select run_key, event_id, count(*) filter (where state <> 'rejected') as pending,
      count(*) filter (where state = 'rejected') as rejected
    from dropped group by run_key, event_id
  )
  update run_webinar
  set left_pending = left_pending + pending, left_rejected = left_rejected + rejected
  from counted
  where run_webinar.run_key = counted.run_key and run_webinar.event_id = counted.event_id`

const STATEMENTS = [
  `drop table list_problem`,
  `create table trouble (
    on24_client_id text not null references account on delete cascade,
    event_id text,
    kind text not null,
    detail text not null,
    rows integer not null default 0,
    since timestamptz not null,
    foreign key (on24_client_id, event_id) references webinar on delete cascade
  )`,
  `create unique index trouble_once on trouble (on24_client_id, coalesce(event_id, ''), kind)`,
  `create table told_trouble (
    on24_client_id text not null references account on delete cascade,
    kind text not null,
    since timestamptz not null,
    primary key (on24_client_id, kind)
  )`,
  `alter table account add next_probe_at timestamptz`,
  `alter table account add failing_told boolean not null default true`,
  `alter table account add tried_at timestamptz`,
  `alter table account drop column quiet_since`,
  `alter table account add quiet_since timestamptz generated always as (
    case when ${IS_LINKED} and paused_since is null and needs_relink_since is null and quota_since is null
    then greatest(tried_at, linked_at, resumed_at) end
  ) stored`,
  `alter table run add failure text`,
  `alter table run add act_on_stopped text`,
  `alter table run add act_on_stopped_at timestamptz`,
  `alter table run_webinar add list_answer text`,
  `alter table run_webinar add failed_deliveries integer not null default 0`,
  `alter table registration alter column confirmed_at drop not null`,
  `alter table registration add unanswered_sends integer not null default 0`,
  `alter table registration add sent_address_hash text`,
  `alter table registration add sent_cells_mask integer not null default 0`,
  `alter table registration add sent_attended boolean not null default false`,
  `alter table registration add kept_despite text`,
  `alter table waiting_row add refused_in_run text`,
  `alter table waiting_row add refused_reason text`,
  `alter table waiting_row add removal_decided boolean not null default false`,
  `alter table waiting_row add timed_out boolean not null default false`,
  `alter table merge_job add all_settled boolean not null default true`,
  `create index waiting_row_held on waiting_row (on24_client_id, event_id) where state = 'held'`,
  `create index waiting_row_by_run on waiting_row (run_key)`,
  // Otherwise everybody would be late at once: until now only a success was noted.
  `update account set tried_at = last_success_at`,
  DROP_ROWS_OF_EXCLUDED,
]
