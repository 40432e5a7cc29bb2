/** Webinars that the same run has to read whole once more, because their rows cannot be sent as they are. */
import { sql } from 'kysely'
import type { RunReference } from '../../contracts/sync-activities.ts'
import { inTransaction, type Store } from '../database.ts'
import { insertLossOf } from '../journal/add-entries.ts'
import { forgetConfirmations } from './stored/registrations.ts'
import { setWebinarProgress } from '../runs/run-webinars.ts'
import { endAllTroubles, recordTrouble } from '../troubles/troubles.ts'
import { lockWebinar, updateWebinar } from '../webinars/webinars.ts'

/** A webinar that would have to be read again more often is left for the next run. */
const REFILLS_PER_RUN = 2

/** The waiting rows were formatted for another time zone: a new read replaces them. */
export async function rewriteWebinar(
  store: Store,
  { on24ClientId, runKey }: RunReference,
  eventId: string,
  at: Date,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    await updateWebinar(tx, on24ClientId, eventId, { lastReadStartedAt: null })
    await readAgainInRun(tx, { on24ClientId, runKey, eventId }, at)
  })
}

/** A user deleted the list: it is created again and filled from a new read. */
export async function refillWebinar(
  store: Store,
  { on24ClientId, runKey }: RunReference,
  eventId: string,
  at: Date,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    await forgetList(tx, on24ClientId, eventId, at)
    await readAgainInRun(tx, { on24ClientId, runKey, eventId }, at)
  })
}

/** Nothing that was confirmed for the list holds any more. The caller reads the webinar again. */
export async function forgetList(
  tx: Store,
  on24ClientId: string,
  eventId: string,
  at: Date,
): Promise<void> {
  const place = { on24ClientId, eventId }
  const confirmed = sql`registration
    where on24_client_id = ${on24ClientId} and event_id = ${eventId} and confirmed_at is not null`
  await insertLossOf(confirmed, place, { outcome: 'listGone', at }).execute(tx)
  await forgetConfirmations(tx, on24ClientId, eventId)
  await endAllTroubles(tx, on24ClientId, eventId)
  await tx
    .deleteFrom('mergeJob')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
  await tx
    .updateTable('waitingRow')
    .set({ mergeJobId: null, lastTriedAt: null, tries: 0 })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
  await updateWebinar(tx, on24ClientId, eventId, {
    listId: null,
    listName: null,
    listTimeZone: null,
    lastReadStartedAt: null,
  })
}

/** Puts the webinar on the run's list of webinars to read again. */
async function readAgainInRun(
  tx: Store,
  { on24ClientId, runKey, eventId }: Omit<RunReference, 'kind'> & { readonly eventId: string },
  at: Date,
): Promise<void> {
  const { refills } = await tx
    .updateTable('runWebinar')
    .set({ refills: sql`refills + 1`, deliveryState: 'done' })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .returning('refills')
    .executeTakeFirstOrThrow()
  if (refills > REFILLS_PER_RUN) {
    const trouble = {
      kind: 'listRefused',
      detail: 'it had to be filled too often in one run',
    } as const
    return recordTrouble(tx, { on24ClientId, eventId }, { ...trouble, at })
  }
  await setWebinarProgress(tx, runKey, eventId, {
    readState: 'toRead',
    deliveryState: 'waiting',
  })
}
