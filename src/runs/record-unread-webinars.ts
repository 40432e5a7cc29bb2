/** Records why webinars were not read, for as long as the reason lasts. */
import type { FinishRunInput } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { unreadableWebinars } from '../store/webinars/failed-reads.ts'
import { eventsToLookUp } from '../store/webinars/look-ups.ts'
import { endTroubles, recordTrouble } from '../store/troubles/troubles.ts'

/**
 * The trouble ends when the webinar is read (see save-read.ts), or is not read any more (see troubles.ts). A comparison
 * records none, because no run may read its webinars again: its own outcome says what it left.
 */
export async function recordUnreadWebinars(
  tx: Store,
  { on24ClientId, runKey, kind, stopped }: FinishRunInput,
  at: Date,
): Promise<void> {
  if (kind === 'compare') return
  if (kind === 'sync' && stopped === null) await recordUnknownEvents(tx, on24ClientId, at)
  for (const { eventId, failure: detail } of await unreadableWebinars(tx, runKey)) {
    await recordTrouble(tx, { on24ClientId, eventId }, { kind: 'webinarUnreadable', detail, at })
  }
}

/** Events that people's rows name, but that ON24 did not return when they were looked up. */
async function recordUnknownEvents(tx: Store, on24ClientId: string, at: Date): Promise<void> {
  const account = { on24ClientId, eventId: null }
  const eventIds = await eventsToLookUp(tx, on24ClientId)
  if (eventIds.length === 0) return endTroubles(tx, account, ['webinarUnreadable'])
  const detail = `ON24 does not return event ${eventIds.slice(0, 3).join(', ')} when it is looked up by its id.`
  await recordTrouble(tx, account, { kind: 'webinarUnreadable', detail, at })
}
