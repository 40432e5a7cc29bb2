/** Webinars that a run could not read: how often it tried, why, and what happens to their waiting rows. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

/**
 * A read failed because of the webinar itself. After `mostTries` this run gives it up; rows that were already waiting
 * are still delivered.
 */
export async function noteFailedRead(
  store: Store,
  runKey: string,
  eventId: string,
  { failure, mostTries }: { readonly failure: string; readonly mostTries: number },
): Promise<void> {
  const isLast = sql<boolean>`failed_reads + 1 >= ${mostTries}`
  await store
    .updateTable('runWebinar')
    .set({
      failedReads: sql`failed_reads + 1`,
      readFailure: failure,
      readState: sql`case when ${isLast} then 'failed' else read_state end`,
      deliveryState: sql`case when ${isLast} then ${deliveryAfterReading} else delivery_state end`,
    })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .where('readState', '=', 'toRead')
    .execute()
}

/** A dry run delivers nothing, and neither does a comparison that only verifies. */
const deliveryAfterReading = sql`case when exists (
  select from run where run.run_key = run_webinar.run_key and run.dry_run
) or exists (
  select from verification
  where verification.run_key = run_webinar.run_key and not verification.writes
) then 'done' else 'open' end`

/**
 * Lets rows that were already waiting be delivered although their webinars cannot be read now. Returns how many
 * webinars have such rows.
 */
export async function openDeliveriesOfUnread(store: Store, runKey: string): Promise<number> {
  const opened = await store
    .updateTable('runWebinar')
    .set({ deliveryState: 'open' })
    .where('runKey', '=', runKey)
    .where('readState', '=', 'toRead')
    .where('deliveryState', '=', 'waiting')
    .where(
      sql<boolean>`exists (
        select from run join waiting_row using (on24_client_id)
        where run.run_key = ${runKey} and not run.dry_run
          and waiting_row.event_id = run_webinar.event_id and state in ('pending', 'held')
      )`,
    )
    .returning('eventId')
    .execute()
  return opened.length
}

/** Webinars that this run gave up although ON24 answered, with the reason in our own words. A dry run has none. */
export async function unreadableWebinars(
  store: Store,
  runKey: string,
): Promise<{ readonly eventId: string; readonly failure: string }[]> {
  const { rows } = await sql<{ eventId: string; readFailure: string | null }>`
    select event_id, read_failure
    from run_webinar join run using (run_key) join webinar using (on24_client_id, event_id)
    where run_key = ${runKey} and read_state = 'failed' and not run.dry_run and not webinar.excluded
    order by event_id
  `.execute(store)
  return rows.map((row) => ({ eventId: row.eventId, failure: row.readFailure ?? '' }))
}
