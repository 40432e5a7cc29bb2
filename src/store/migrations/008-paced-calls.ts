import { type Kysely, sql } from 'kysely'

/** One round trip for each call to a vendor: see src/store/paces. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // How many milliseconds apart the slots of a key are now: further while it is slowed down, which halves every five
  // minutes. Beyond fifty halvings nothing is left, and so small a number would be an error.
  await sql`
    create function spacing_of(slowed pace, spacing_ms float8) returns float8 language sql volatile as $$
      select greatest(spacing_ms, coalesce(slowed.slowed_ms * power(0.5, least(greatest(
        (extract(epoch from service_now() - slowed.slowed_at)::float8 - slowed.hold_ms / 1000) / 300, 0), 50)), 0))
    $$
  `.execute(db)
  // When the next slot of a key begins. One that was assigned in the future, because the database's clock has been set
  // back since, counts as absent: otherwise no worker would call until then.
  await sql`
    create function next_slot_of(known pace) returns timestamptz language sql volatile as $$
      select case when known.given_at < service_now() + interval '1 second' then known.next_at end
    $$
  `.execute(db)
  await sql`
    create function reserve_slot(slot_key text, spacing_ms float8) returns float8
    language plpgsql volatile as $$
    declare
      at timestamptz := service_now();
      until timestamptz;
      spacing interval;
    begin
      insert into pace as known (key, given_at, next_at, slots) values (slot_key, at, at, 0)
        on conflict (key) do update set slots = known.slots
        returning greatest(next_slot_of(known), at), spacing_of(known, spacing_ms) * interval '1 millisecond'
        into until, spacing;
      update pace set given_at = at, next_at = until + spacing, slots = least(slots + 1, 1000)
        where key = slot_key;
      return extract(epoch from until - at)::float8 * 1000;
    end $$
  `.execute(db)

  await sql`
    create function calls_between(count_key text, since timestamptz, until timestamptz) returns float8
    language sql volatile as $$
      select coalesce(sum(calls), 0)::float8 from call_count
      where key = count_key and bucket_at > since and bucket_at <= until
    $$
  `.execute(db)

  // The row of the pace is locked first, so that the calls of all workers are counted one after the other.
  await sql`
    create function take_call(
      slot_key text, spacing_ms float8, day_key text, per_day integer, part_key text, part_per_day integer,
      bucket timestamptz, since timestamptz, until timestamptz
    ) returns table (wait_ms float8, used_up text)
    language plpgsql volatile as $$
    begin
      insert into pace (key, given_at, next_at, slots) values (slot_key, service_now(), service_now(), 0)
        on conflict (key) do nothing;
      perform from pace where key = slot_key for update;
      if calls_between(part_key, since, until) >= part_per_day then
        return query select null::float8, 'part'::text;
      elsif calls_between(day_key, since, until) >= per_day then
        return query select null::float8, 'day'::text;
      else
        insert into call_count as known (key, bucket_at, calls)
          select distinct counted, bucket, 1 from unnest(array[day_key, part_key]) as counted
          on conflict (key, bucket_at) do update set calls = known.calls + 1;
        return query select reserve_slot(slot_key, spacing_ms), null::text;
      end if;
    end $$
  `.execute(db)
}
