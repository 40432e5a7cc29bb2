/** The service's clock: docs/architecture.md, "Time". */
export const CLOCK = [
  // One row, which only tests change.
  `create table service_clock (
    is_the_only_row boolean primary key default true check (is_the_only_row),
    shift interval not null
  )`,
  `insert into service_clock (shift) values ('0')`,
  `create function service_now() returns timestamptz language sql volatile as
    'select clock_timestamp() + shift from service_clock'`,
]
