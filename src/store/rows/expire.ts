/** Waiting rows hold personal data: those that are too old are dropped with a notice to operators, and ON24 is read again. */
import { sql } from 'kysely'
import { KEEP_WAITING_ROWS_DAYS } from '../../contracts/retention.ts'
import { inTransaction, type Store } from '../database.ts'
import { dropRows } from './drop.ts'
import { webinarsWithRows } from './stored/waiting-rows.ts'
import { writeTroubleNotices } from '../troubles/trouble-notices.ts'
import { recordTrouble } from '../troubles/troubles.ts'
import { lockWebinar, updateWebinar } from '../webinars/webinars.ts'

/**
 * Returns how many rows were dropped. Registrations of rows that may be in the list stay. In one transaction: if rows
 * were dropped and their webinar not opened again, they would never be read again.
 */
export async function expireRows(store: Store, on24ClientId: string, now: Date): Promise<number> {
  if ((await webinarsWithRows(store, on24ClientId, isExpired(now))).length === 0) return 0
  return inTransaction(store, async (tx) => {
    const dropped = await dropExpired(tx, on24ClientId, now)
    // Now, because the next read of the webinar ends the trouble.
    if (dropped > 0) await writeTroubleNotices(tx, on24ClientId, now)
    return dropped
  })
}

async function dropExpired(tx: Store, on24ClientId: string, now: Date): Promise<number> {
  const which = isExpired(now)
  let dropped = 0
  for (const eventId of await webinarsWithRows(tx, on24ClientId, which)) {
    await lockWebinar(tx, on24ClientId, eventId)
    const rows = await dropRows(
      tx,
      { on24ClientId, eventId },
      { outcome: 'expired', at: now, which },
    )
    dropped += rows
    await updateWebinar(tx, on24ClientId, eventId, { lastReadStartedAt: null })
    const expired = { kind: 'rowsExpired', detail: '', rows, at: now } as const
    if (rows > 0) await recordTrouble(tx, { on24ClientId, eventId }, expired)
  }
  return dropped
}

function isExpired(now: Date) {
  const before = new Date(now.getTime() - KEEP_WAITING_ROWS_DAYS * 24 * 60 * 60 * 1000)
  return sql<boolean>`first_seen_at < ${before.toISOString()}::timestamptz`
}
