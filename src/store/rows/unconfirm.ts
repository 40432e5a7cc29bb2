/** Rows that Act-On confirmed and that are to be written again by the next read. */
import { sql } from 'kysely'
import type { RewriteReason } from '../../contracts/journal.ts'
import { NO_HASH } from '../../reading/row-hashes.ts'
import type { Store } from '../database.ts'

export interface RowToRewrite {
  readonly registrantId: string
  /** Stands for where the row is instead; null if it is not elsewhere. */
  readonly addressHash: string | null
  /** Null if ON24 has changed the row: then it is written anyway. */
  readonly reason: RewriteReason | null
}

/**
 * What was ever written stays known: the mask of cells, that the person attended, and the hashes, which tell the journal
 * what ON24 has changed meanwhile.
 */
export async function unconfirmRows(
  tx: Store,
  on24ClientId: string,
  eventId: string,
  rows: readonly RowToRewrite[],
): Promise<void> {
  await sql`
    update registration set rewrite_reason = coalesce(found.reason, rewrite_reason),
      sent_address_hash = coalesce(found.address_hash, sent_address_hash)
    from unnest(
      ${rows.map(({ registrantId }) => registrantId)}::text[],
      ${rows.map(({ addressHash }) => addressHash)}::bigint[],
      ${rows.map(({ reason }) => reason)}::text[]
    ) as found (registrant_id, address_hash, reason)
    where on24_client_id = ${on24ClientId} and event_id = ${eventId}
      and registration.registrant_id = found.registrant_id
  `.execute(tx)
}

/**
 * All rows of a list, with the same kept. Returns how many.
 * @param isSameZone if not, every time in the list changes, and hashes do not show what ON24 has changed.
 */
export async function unconfirmAllRows(
  tx: Store,
  on24ClientId: string,
  eventId: string,
  isSameZone: boolean,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('registration')
    .set({
      rewriteReason: 'rebuilt',
      ...(!isSameZone && { registrationHash: NO_HASH, activityHash: NO_HASH }),
    })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
