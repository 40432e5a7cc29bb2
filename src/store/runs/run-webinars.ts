/** The state and the counts of each webinar in a run. Ledgers are computed from these counts. */
import { type Selectable, sql } from 'kysely'
import type { Store } from '../database.ts'
import type { RunWebinarTable } from '../schema.ts'

export type RunWebinar = Selectable<RunWebinarTable>

export async function setWebinarProgress(
  store: Store,
  runKey: string,
  eventId: string,
  progress: Partial<Pick<RunWebinar, 'readState' | 'deliveryState' | 'listAnswer'>>,
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set(progress)
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .execute()
}

/** Returns how often this run has failed to deliver the webinar, this time included. */
export async function addFailedDelivery(
  store: Store,
  runKey: string,
  eventId: string,
): Promise<number> {
  const { failedDeliveries: failed } = await store
    .updateTable('runWebinar')
    .set({ failedDeliveries: sql`failed_deliveries + 1` })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .returning('failedDeliveries')
    .executeTakeFirstOrThrow()
  return failed
}

/** This run no longer reads the webinar, unless another attempt has read it. Its waiting rows are still delivered. */
export async function skipReading(store: Store, runKey: string, eventId: string): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({ readState: 'skipped', deliveryState: 'open' })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .where('readState', '=', 'toRead')
    .execute()
}

/** This run neither reads nor delivers the webinars any more, but keeps what it has counted for them. */
export async function releaseWebinars(
  store: Store,
  runKey: string,
  eventIds: readonly string[],
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({
      readState: sql`case when read_state = 'toRead' then 'skipped' else read_state end`,
      deliveryState: 'done',
    })
    .where('runKey', '=', runKey)
    .where(sql<boolean>`event_id = any(${eventIds}::text[])`)
    .execute()
}

export interface ReadCounts {
  readonly read: number
  readonly unchanged: number
  readonly filtered: Readonly<Record<string, number>>
}

/** A second read of a webinar replaces the counts of the first, including those of deliveries. */
export async function saveReadCounts(
  store: Store,
  runKey: string,
  eventId: string,
  counts: ReadCounts,
  hasRowsToDeliver: boolean,
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({
      readState: 'read',
      readFailure: null,
      deliveryState: hasRowsToDeliver ? 'open' : 'done',
      read: counts.read,
      unchanged: counts.unchanged,
      filtered: JSON.stringify(counts.filtered),
      created: 0,
      updated: 0,
      removed: 0,
      carriedOver: 0,
      leftPending: 0,
      leftRejected: 0,
    })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .execute()
}

/** Counts rows in the bucket they ended in. Call it in the transaction that deletes the waiting rows. */
export async function countOutcomes(
  store: Store,
  runKey: string,
  eventId: string,
  outcomes: { readonly created?: number; readonly updated?: number; readonly removed?: number },
): Promise<void> {
  await store
    .updateTable('runWebinar')
    .set({
      created: sql`created + ${outcomes.created ?? 0}`,
      updated: sql`updated + ${outcomes.updated ?? 0}`,
      removed: sql`removed + ${outcomes.removed ?? 0}`,
    })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .execute()
}
