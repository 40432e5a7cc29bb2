/** A webinar was read whole: what waits of its registrations is what this read says. */
import type { Store } from '../database.ts'
import { endTroubles } from '../troubles.ts'
import { bookRowsThatLeave, NOBODY, type WebinarPlace } from './take-up.ts'
import { areOf, deleteWaitingRows, insertWaitingRows, type NewWaitingRow } from './waiting-rows.ts'

/**
 * Rows of registrations that ON24 no longer gives go on waiting, and belong to no run until one takes them up. Only in a
 * transaction that has locked the webinar.
 */
export async function replaceWaitingRows(
  tx: Store,
  runKey: string,
  place: WebinarPlace,
  read: { readonly registrantIds: readonly string[]; readonly rows: readonly NewWaitingRow[] },
): Promise<void> {
  const { on24ClientId, eventId } = place
  await bookRowsThatLeave(tx, runKey, place, areOf(read.registrantIds))
  await deleteWaitingRows(tx, on24ClientId, eventId, read.registrantIds)
  await tx
    .updateTable('waitingRow')
    .set({ runKey: NOBODY })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('runKey', '=', runKey)
    .execute()
  await insertWaitingRows(tx, read.rows)
  await endTroubles(tx, place, ['webinarUnreadable', 'rowsExpired'])
}
