/** Pending and rejected rows hold personal data: what waited too long is dropped, told, and asked of ON24 anew. */
import { sql } from 'kysely'
import { inTransaction, type Store } from '../database.ts'
import { dropRows } from './drop.ts'
import { webinarsWithRows } from './waiting-rows.ts'
import { tellTroubles } from '../troubles/tell-troubles.ts'
import { seeTrouble } from '../troubles/troubles.ts'
import { lockWebinar, updateWebinar } from '../webinars/webinars.ts'

const KEEP_DAYS = 90

/**
 * Returns how many rows were dropped. Rows that may stand in the list stay known as such. In one transaction: rows that
 * are gone without their webinar being opened are never asked for.
 */
export async function expireRows(store: Store, on24ClientId: string, now: Date): Promise<number> {
  return inTransaction(store, async (tx) => {
    const dropped = await dropExpired(tx, on24ClientId, now)
    // At once: the next read of the webinar ends the trouble.
    if (dropped > 0) await tellTroubles(tx, on24ClientId, now)
    return dropped
  })
}

async function dropExpired(tx: Store, on24ClientId: string, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEEP_DAYS * 24 * 60 * 60 * 1000)
  const isExpired = sql<boolean>`first_seen_at < ${before.toISOString()}::timestamptz`
  let dropped = 0
  for (const eventId of await webinarsWithRows(tx, on24ClientId, isExpired)) {
    await lockWebinar(tx, on24ClientId, eventId)
    const rows = await dropRows(tx, { on24ClientId, eventId }, isExpired)
    dropped += rows
    await updateWebinar(tx, on24ClientId, eventId, { lastReadStartedAt: null })
    const expired = { kind: 'rowsExpired', detail: '', rows, at: now } as const
    if (rows > 0) await seeTrouble(tx, { on24ClientId, eventId }, expired)
  }
  return dropped
}
