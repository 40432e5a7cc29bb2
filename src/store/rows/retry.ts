/** An operator has rejected rows tried again. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { addEndOfRows } from '../journal/add-entries.ts'
import { webinarsWithRows } from './stored/waiting-rows.ts'
import { bookLeavingRows, NO_RUN, type WebinarPlace } from './take-up.ts'
import { lockWebinar, updateWebinar } from '../webinars/webinars.ts'

const IS_REJECTED = sql<boolean>`state = 'rejected'`
const BY_MAPPING = sql<boolean>`state = 'rejected' and rejected_by = 'mapping'`
const BY_ACT_ON = sql<boolean>`state = 'rejected' and rejected_by is distinct from 'mapping'`

/**
 * Rows that Act-On rejected are pending again, and can be rejected again like any other row. For rows that the mapping
 * could not write, the store has nothing to send: their webinars are opened, so that the next run reads them.
 * Returns how many rows there were. Only inside a transaction.
 */
export async function retryRejected(tx: Store, on24ClientId: string, at: Date): Promise<number> {
  let rows = 0
  for (const eventId of await webinarsWithRows(tx, on24ClientId, IS_REJECTED)) {
    await lockWebinar(tx, on24ClientId, eventId)
    rows += await retryRowsOf(tx, { on24ClientId, eventId }, at)
  }
  return rows
}

async function retryRowsOf(tx: Store, place: WebinarPlace, at: Date): Promise<number> {
  const { on24ClientId, eventId } = place
  // The run in which they were rejected counts them as rejected; the next run takes them up.
  await bookLeavingRows(tx, NO_RUN, place, BY_ACT_ON)
  await addEndOfRows(tx, place, BY_ACT_ON, { outcome: 'rejected', at })
  const { numUpdatedRows: toSend } = await tx
    .updateTable('waitingRow')
    .set({
      state: 'pending',
      runKey: NO_RUN,
      rejectedBy: null,
      rejectedField: null,
      rejectedReason: null,
      sealedWords: null,
      refusedInRun: null,
    })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(BY_ACT_ON)
    .executeTakeFirstOrThrow()
  const { count } = await tx
    .selectFrom('waitingRow')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(BY_MAPPING)
    .executeTakeFirstOrThrow()
  const toRead = Number(count)
  if (toRead > 0) await updateWebinar(tx, on24ClientId, eventId, { lastReadStartedAt: null })
  return Number(toSend) + toRead
}
