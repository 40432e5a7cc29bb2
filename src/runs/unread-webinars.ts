/** Webinars that a run was to read and did not: each has a reason for as long as it lasts. */
import type { FinishRunInput } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { unreadableWebinars } from '../store/failed-reads.ts'
import { seeTrouble } from '../store/troubles.ts'

/** What is read again, or has gone, ends with its read: see save-read.ts. */
export async function seeUnreadWebinars(
  tx: Store,
  { on24ClientId, runKey }: FinishRunInput,
  at: Date,
): Promise<void> {
  for (const { eventId, failure: detail } of await unreadableWebinars(tx, runKey)) {
    await seeTrouble(tx, { on24ClientId, eventId }, { kind: 'webinarUnreadable', detail, at })
  }
}
