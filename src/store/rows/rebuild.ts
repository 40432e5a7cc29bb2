/** An operator has a list written anew: every row is sent whole into the same list, in the given time zone. */
import type { Store } from '../database.ts'
import { updateWebinar } from '../webinars/webinars.ts'
import type { WebinarPlace } from './take-up.ts'
import { unconfirmAllRows } from './unconfirm.ts'

/**
 * The next run reads the webinar whole. Waiting rows keep waiting until it replaces them: ON24 may have nothing else of
 * their people. Returns how many rows are to be sent. Only in a transaction that has locked the webinar.
 */
export async function rebuildList(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  timeZone: string,
): Promise<number> {
  await updateWebinar(tx, on24ClientId, eventId, {
    listTimeZone: timeZone,
    lastReadStartedAt: null,
  })
  return unconfirmAllRows(tx, on24ClientId, eventId)
}
