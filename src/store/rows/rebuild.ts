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
