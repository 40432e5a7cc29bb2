/** An operator has a list written anew: every row is sent whole into the same list, in the given time zone. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { insertLossOf } from '../journal/add-entries.ts'
import { updateWebinar, type WebinarRow } from '../webinars/webinars.ts'
import type { WebinarPlace } from './take-up.ts'
import { unconfirmAllRows } from './unconfirm.ts'

/**
 * The next run reads the webinar whole. Waiting rows keep waiting until it replaces them: ON24 may have nothing else of
 * their people. Rows that already wait for a rebuild get no second entry in the journal. Returns how many rows are to be
 * sent. Only in a transaction that has locked the webinar.
 */
export async function rebuildList(
  tx: Store,
  { on24ClientId, eventId, listTimeZone }: WebinarPlace & Pick<WebinarRow, 'listTimeZone'>,
  timeZone: string,
  at: Date,
): Promise<number> {
  await updateWebinar(tx, on24ClientId, eventId, {
    listTimeZone: timeZone,
    lastReadStartedAt: null,
  })
  const confirmed = sql`registration
    where on24_client_id = ${on24ClientId} and event_id = ${eventId} and confirmed_at is not null
      and rewrite_reason is distinct from 'rebuilt'`
  await insertLossOf(confirmed, { on24ClientId, eventId }, { outcome: 'rebuilt', at }).execute(tx)
  return unconfirmAllRows(tx, on24ClientId, eventId, listTimeZone === timeZone)
}

/**
 * Whether a rebuild was asked for, and the run that does it has not read the webinar yet or has not written all of its
 * rows. Rows that no run writes, such as those of cancelled registrations, keep the reason of an earlier rebuild.
 */
export async function isRebuildWaiting(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
): Promise<boolean> {
  const { rows } = await sql<{ readonly waits: boolean }>`
    select case
      when last_read_started_at is null then (
        select bool_and(rewrite_reason is not distinct from 'rebuilt') from registration
        where registration.on24_client_id = webinar.on24_client_id
          and registration.event_id = webinar.event_id and confirmed_at is not null
      )
      else exists (
        select from registration join waiting_row using (on24_client_id, event_id, registrant_id)
        where on24_client_id = webinar.on24_client_id and event_id = webinar.event_id
          and rewrite_reason = 'rebuilt' and confirmed_at is not null and state = 'pending'
      )
    end as waits
    from webinar where on24_client_id = ${on24ClientId} and event_id = ${eventId}
  `.execute(store)
  return rows[0]?.waits === true
}
