/** Rows that Act-On confirmed and that are to be written again by the next read. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

/**
 * What was ever written stays known: the mask of cells, and that the person attended.
 * @param rows `addressHash`: stands for where the row is instead; null if it is not elsewhere.
 */
export async function unconfirmRows(
  tx: Store,
  on24ClientId: string,
  eventId: string,
  rows: readonly { readonly registrantId: string; readonly addressHash: string | null }[],
): Promise<void> {
  await sql`
    update registration set registration_hash = '', activity_hash = '',
      sent_address_hash = coalesce(found.address_hash, sent_address_hash)
    from unnest(
      ${rows.map(({ registrantId }) => registrantId)}::text[],
      ${rows.map(({ addressHash }) => addressHash)}::text[]
    ) as found (registrant_id, address_hash)
    where on24_client_id = ${on24ClientId} and event_id = ${eventId}
      and registration.registrant_id = found.registrant_id
  `.execute(tx)
}

/** All rows of a list, with the same kept. Returns how many. */
export async function unconfirmAllRows(
  tx: Store,
  on24ClientId: string,
  eventId: string,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('registration')
    .set({ registrationHash: '', activityHash: '' })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
