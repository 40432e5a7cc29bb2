/** Bulk merges that were sent and are not settled: found again after a crash, and in the way of removals. */
import type { Selectable } from 'kysely'
import type { Store } from '../database.ts'
import type { MergeJobTable } from '../schema.ts'
import { hasUnansweredSend, noteSent } from './send.ts'
import type { RowHashes } from './row-hashes.ts'
import { updateWaitingRows } from './waiting-rows.ts'

export type MergeJob = Selectable<MergeJobTable>

/** Said before the upload, so that its rows are known to be on their way even without an answer. */
export async function openMergeJob(
  store: Store,
  job: Pick<MergeJob, 'id' | 'on24_client_id' | 'event_id' | 'list_id' | 'started_at'>,
  rows: readonly RowHashes[],
): Promise<MergeJob> {
  const place = { on24ClientId: job.on24_client_id, eventId: job.event_id }
  const registrantIds = rows.map((row) => row.registrantId)
  return store.transaction().execute(async (tx) => {
    const allSettled = !(await hasUnansweredSend(tx, place, registrantIds))
    const opened = await tx
      .insertInto('merge_job')
      .values({ ...job, all_settled: allSettled })
      .returningAll()
      .executeTakeFirstOrThrow()
    await noteSent(tx, place, rows)
    await updateWaitingRows(tx, job.on24_client_id, job.event_id, registrantIds, {
      merge_job_id: job.id,
      last_tried_at: job.started_at,
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
    .selectFrom('merge_job')
    .selectAll()
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .orderBy('started_at')
    .execute()
}

export async function saveJobId(store: Store, id: string, jobId: string): Promise<void> {
  await store.updateTable('merge_job').set({ job_id: jobId }).where('id', '=', id).execute()
}

export async function savePolls(store: Store, id: string, polls: number): Promise<void> {
  await store.updateTable('merge_job').set({ polls }).where('id', '=', id).execute()
}

/** Rows that still belong to the job go back to the waiting ones. */
export async function releaseJobRows(store: Store, id: string): Promise<void> {
  await store
    .updateTable('waiting_row')
    .set({ merge_job_id: null })
    .where('merge_job_id', '=', id)
    .execute()
}

export async function closeMergeJob(store: Store, id: string): Promise<void> {
  await store.transaction().execute(async (tx) => {
    await releaseJobRows(tx, id)
    await tx.deleteFrom('merge_job').where('id', '=', id).execute()
  })
}
