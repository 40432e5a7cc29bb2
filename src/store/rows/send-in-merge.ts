/** Bulk merges that were sent and are not settled. A restart finds them again, and removals wait for them. */
import { type Selectable, sql } from 'kysely'
import { inTransaction, type Store } from '../database.ts'
import type { MergeJobTable } from '../schema.ts'
import { isUnanswered, noteSending } from './send.ts'
import type { RowHashes } from '../../reading/row-hashes.ts'
import { updateWaitingRows } from './stored/waiting-rows.ts'

export type MergeJob = Selectable<MergeJobTable>

/** Call it before the upload, so that the store knows about rows whose upload gets no answer. */
export async function openMergeJob(
  store: Store,
  job: Pick<MergeJob, 'id' | 'on24ClientId' | 'eventId' | 'listId' | 'startedAt'>,
  rows: readonly RowHashes[],
): Promise<MergeJob> {
  const place = { on24ClientId: job.on24ClientId, eventId: job.eventId }
  const registrantIds = rows.map((row) => row.registrantId)
  return inTransaction(store, async (tx) => {
    const allSettled = sql<boolean>`not ${isUnanswered(place, registrantIds)}`
    const opened = await tx
      .insertInto('mergeJob')
      .values({ ...job, allSettled })
      .returningAll()
      .executeTakeFirstOrThrow()
    await noteSending(tx, place, rows)
    await updateWaitingRows(tx, job.on24ClientId, job.eventId, registrantIds, {
      mergeJobId: job.id,
      sentAt: job.startedAt,
    })
    return opened
  })
}

export async function mergeJobsOf(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<MergeJob[]> {
  return store
    .selectFrom('mergeJob')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .orderBy('startedAt')
    .execute()
}

export async function saveJobId(store: Store, id: string, jobId: string): Promise<void> {
  await store.updateTable('mergeJob').set({ jobId }).where('id', '=', id).execute()
}

/** True for a merge whose upload Act-On has not answered. False also for one that is already closed. */
export async function isWithoutJobId(store: Store, id: string): Promise<boolean> {
  const job = await store
    .selectFrom('mergeJob')
    .select('jobId')
    .where('id', '=', id)
    .executeTakeFirst()
  return job !== undefined && job.jobId === null
}

export async function savePolls(store: Store, id: string, polls: number): Promise<void> {
  await store.updateTable('mergeJob').set({ polls }).where('id', '=', id).execute()
}

/** Rows that still belong to the job wait for another delivery. */
export async function releaseJobRows(store: Store, id: string): Promise<void> {
  await store
    .updateTable('waitingRow')
    .set({ mergeJobId: null })
    .where('mergeJobId', '=', id)
    .execute()
}

/** Rows that still belong to it wait for another delivery. */
export async function dropMergeJob(store: Store, id: string): Promise<void> {
  await store
    .with('released', (db) =>
      db.updateTable('waitingRow').set({ mergeJobId: null }).where('mergeJobId', '=', id),
    )
    .deleteFrom('mergeJob')
    .where('id', '=', id)
    .execute()
}
