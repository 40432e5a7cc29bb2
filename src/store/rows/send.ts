/**
 * Records a write in the store before the call, so that a row whose answer is lost is known to be in the list, perhaps,
 * whatever happens to the registration afterwards. Only an answer settles this, or the list itself.
 */
import { sql } from 'kysely'
import { inTransaction, type Store } from '../database.ts'
import type { WebinarPlace } from './take-up.ts'
import { NO_HASH, type RowHashes } from '../../reading/row-hashes.ts'
import { sentRowsTable } from './stored/row-hashes.ts'

/** Inserts an unconfirmed registration for a row that was never written. */
export async function noteSending(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
  rows: readonly RowHashes[],
): Promise<void> {
  await sql`
    insert into registration (on24_client_id, event_id, registrant_id, address_hash, registration_hash,
      activity_hash, cells_mask, attended, unanswered_sends, sent_cells_mask, sent_attended)
    select ${on24ClientId}, ${eventId}, registrant_id, address_hash, ${NO_HASH}::bigint, ${NO_HASH}::bigint, 0, false, 1,
      cells_mask, attended
    from ${sentRowsTable(rows)}
    on conflict (on24_client_id, event_id, registrant_id) do update set
      unanswered_sends = registration.unanswered_sends + 1,
      sent_address_hash = case when excluded.address_hash = registration.address_hash
        then registration.sent_address_hash else excluded.address_hash end,
      sent_cells_mask = coalesce(registration.sent_cells_mask, 0) | excluded.sent_cells_mask,
      sent_attended = coalesce(registration.sent_attended, false) or excluded.sent_attended
  `.execute(store)
}

/** Like `noteSending`, for removals: until they are confirmed, the rows may or may not be in the list. */
export async function noteSendingRemovals(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
  registrantIds: readonly string[],
): Promise<void> {
  await store
    .updateTable('registration')
    .set({ unansweredSends: sql`unanswered_sends + 1` })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
    .execute()
}

/** Act-On answered that it did not write the rows, so these sends left nothing in the list. */
export async function noteNotWritten(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
  registrantIds: readonly string[],
): Promise<void> {
  if (registrantIds.length === 0) return
  const areThese = sql`on24_client_id = ${on24ClientId} and event_id = ${eventId}
    and registrant_id = any(${registrantIds}::text[])`
  await inTransaction(store, async (tx) => {
    await sql`
      delete from registration where ${areThese} and confirmed_at is null and unanswered_sends <= 1
    `.execute(tx)
    await sql`
      update registration set
        unanswered_sends = greatest(unanswered_sends - 1, 0),
        sent_address_hash = case when unanswered_sends > 1 then sent_address_hash end,
        sent_cells_mask = case when unanswered_sends > 1 then sent_cells_mask end,
        sent_attended = case when unanswered_sends > 1 then sent_attended end
      where ${areThese}
    `.execute(tx)
  })
}

/** Whether an earlier write of one of these rows is unanswered: then Act-On's counts do not show what was created. */
export async function hasUnansweredSend(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
  registrantIds: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select ${isUnanswered({ on24ClientId, eventId }, registrantIds)} as found
  `.execute(store)
  return rows[0]?.found === true
}

/** SQL condition: what `hasUnansweredSend` says. */
export const isUnanswered = (
  { on24ClientId, eventId }: WebinarPlace,
  registrantIds: readonly string[],
) => sql<boolean>`exists (
  select from registration
  where on24_client_id = ${on24ClientId} and event_id = ${eventId}
    and registrant_id = any(${registrantIds}::text[]) and unanswered_sends > 0
)`
