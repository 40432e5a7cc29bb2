/** Records why webinars were not read, for as long as the reason lasts. */
import type { FinishRunInput } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { unreadableWebinars } from '../store/webinars/failed-reads.ts'
import type { Work } from '../store/runs/run-progress.ts'
import { recordTrouble } from '../store/troubles/troubles.ts'

interface Unread {
  readonly work: Pick<Work, 'of' | 'read'>
  /** Events that people's rows name, but that ON24 did not return when they were looked up. */
  readonly unknownEvents: readonly string[]
}

/**
 * The trouble of a webinar ends when it is read (see save-read.ts), or is not read any more; that of unknown events when
 * none is left (see troubles.ts). A comparison records none, because no run may read its webinars again: its own outcome
 * says what it left.
 */
export async function recordUnreadWebinars(
  tx: Store,
  { on24ClientId, runKey, kind, stopped }: FinishRunInput,
  { work, unknownEvents }: Unread,
  at: Date,
): Promise<void> {
  if (kind === 'compare') return
  if (stopped === null && unknownEvents.length > 0) {
    const detail = `ON24 does not return event ${unknownEvents.slice(0, 3).join(', ')} when it is looked up by its id.`
    const place = { on24ClientId, eventId: null }
    await recordTrouble(tx, place, { kind: 'webinarUnreadable', detail, at })
  }
  if (work.read === work.of) return
  for (const { eventId, failure: detail } of await unreadableWebinars(tx, runKey)) {
    await recordTrouble(tx, { on24ClientId, eventId }, { kind: 'webinarUnreadable', detail, at })
  }
}
