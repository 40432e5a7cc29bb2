import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // One row, which only tests change.
  `create table service_clock (
    is_the_only_row boolean primary key default true check (is_the_only_row),
    shift interval not null
  )`,
  `insert into service_clock (shift) values ('0')`,
  `create function service_now() returns timestamptz language sql volatile as
    'select clock_timestamp() + shift from service_clock'`,
  `alter table pace add given_at timestamptz not null default clock_timestamp()`,
  `alter table webinar add has_attendees boolean not null default false`,
  `update webinar set has_attendees = true where exists (
    select from registration
    where registration.on24_client_id = webinar.on24_client_id
      and registration.event_id = webinar.event_id and attended
  )`,
  // What ON24 gave with a year to come would keep its webinar open until then.
  `update webinar set latest_activity_at = clock_timestamp()
    where latest_activity_at > clock_timestamp()`,
  `alter table account add time_zone_unknown text`,
]
