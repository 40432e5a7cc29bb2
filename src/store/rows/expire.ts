/** Pending and rejected rows hold personal data: what waited too long is dropped, told, and asked of ON24 anew. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { bookRowsThatLeave, NOBODY } from './take-up.ts'
import { tellTroubles } from '../tell-troubles.ts'
import { seeTrouble } from '../troubles.ts'
import { lockWebinar, updateWebinar } from '../webinars.ts'

const KEEP_DAYS = 90

/**
 * Returns how many rows were dropped. Rows that may stand in the list stay known as such. In one transaction: rows that
 * are gone without their webinar being opened are never asked for.
 */
export async function expireRows(store: Store, on24ClientId: string, now: Date): Promise<number> {
  return store.transaction().execute(async (tx) => {
    const dropped = await dropRows(tx, on24ClientId, now)
    // At once: the next read of the webinar ends the trouble.
    if (dropped > 0) await tellTroubles(tx, on24ClientId, now)
    return dropped
  })
}

async function dropRows(tx: Store, on24ClientId: string, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEEP_DAYS * 24 * 60 * 60 * 1000)
  const webinars = await tx
    .selectFrom('waiting_row')
    .select('event_id')
    .distinct()
    .where('on24_client_id', '=', on24ClientId)
    .where('first_seen_at', '<', before)
    .orderBy('event_id')
    .execute()
  let dropped = 0
  for (const { event_id: eventId } of webinars) {
    await lockWebinar(tx, on24ClientId, eventId)
    const isExpired = sql<boolean>`first_seen_at < ${before.toISOString()}::timestamptz`
    await bookRowsThatLeave(tx, NOBODY, { on24ClientId, eventId }, isExpired)
    const rows = await tx
      .deleteFrom('waiting_row')
      .where('on24_client_id', '=', on24ClientId)
      .where('event_id', '=', eventId)
      .where(isExpired)
      .returning('registrant_id')
      .execute()
    dropped += rows.length
    await updateWebinar(tx, on24ClientId, eventId, { last_read_started_at: null })
    const expired = { kind: 'rowsExpired', detail: '', rows: rows.length, at: now } as const
    if (rows.length > 0) await seeTrouble(tx, { on24ClientId, eventId }, expired)
  }
  return dropped
}
