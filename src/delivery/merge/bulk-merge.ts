/** Delivers many rows of a webinar with one merge: uploads them, then follows the job to its end. */
import { randomUUID } from 'node:crypto'
import { ActOnMergeRefused } from '../../act-on/errors.ts'
import type { AccountCipher } from '../../crypto/account-cipher.ts'
import {
  dropMergeJob,
  isWithoutJobId,
  openMergeJob,
  releaseJobRows,
  saveJobId,
} from '../../store/rows/send-in-merge.ts'
import { noteNotWritten } from '../../store/rows/send.ts'
import { hashesOf } from '../../store/rows/stored/row-hashes.ts'
import type { WaitingRow } from '../../store/rows/stored/waiting-rows.ts'
import { type ColumnPlan, rowFor } from '../../mapping/column-plan.ts'
import type { Delivery } from '../delivery.ts'
import type { ListColumns } from '../list/columns-in-act-on.ts'
import { openRow } from '../../store/rows/stored/row-content.ts'
import { type FollowedJob, settleMergeJob } from './settle-merge-job.ts'
import { certainlyNotWritten } from '../certainly-not-written.ts'

/** Rows in one upload. Limits the memory for the file, far below Act-On's 400 MB. */
export const ROWS_PER_MERGE = 10_000

/** An upload that Act-On has accepted, or the registrants whose rows it refused as a whole. */
export type StartedMerge = { readonly job: FollowedJob } | { readonly refused: readonly string[] }

/** Returns once Act-On has accepted the upload: the caller then holds no row while it waits for the job. */
export async function startMerge(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<StartedMerge> {
  const { store, actOn, cipher, on24ClientId, eventId, signal, now } = delivery
  const plan = await columns.read()
  const { listId } = columns
  const job = await openMergeJob(
    store,
    {
      id: randomUUID(),
      on24ClientId,
      eventId,
      listId,
      startedAt: now(),
    },
    rows.map(hashesOf),
  )
  try {
    const upload = { listId, columns: plan.columns, rows: openRows(cipher, plan, rows) }
    const { jobId } = await actOn.startMerge(upload, { signal })
    delivery.findings.answered = true
    await saveJobId(store, job.id, jobId)
    const acceptedAt = performance.now()
    return { job: { ...job, jobId, acceptedAt, rowCount: rows.length } }
  } catch (error) {
    await giveUpUpload(delivery, job.id, rows, error)
    if (!(error instanceof ActOnMergeRefused)) throw error
    // The list's columns do not fit an upload (any more). Single writes may still work.
    return { refused: rows.map((row) => row.registrantId) }
  }
}

/** Returns the registrants whose rows the merge did not write: they are to be sent one by one. */
export async function finishMerge(
  delivery: Delivery,
  columns: ListColumns,
  started: StartedMerge,
): Promise<ReadonlySet<string>> {
  if ('refused' in started) return new Set(started.refused)
  return settleMergeJob(delivery, columns, started.job)
}

/** Opens one row at a time: only the file holds all of them in plain text. */
function* openRows(cipher: AccountCipher, plan: ColumnPlan, rows: readonly WaitingRow[]) {
  for (const row of rows) yield rowFor(plan, openRow(cipher, row).cells)
}

/**
 * An upload without a job id cannot be followed: its rows wait again, and the merge is repeated, which changes nothing
 * for rows that it has written. Only removals wait until the lost job is certainly over.
 */
async function giveUpUpload(
  delivery: Delivery,
  id: string,
  rows: readonly WaitingRow[],
  error: unknown,
): Promise<void> {
  const { store } = delivery
  if (!(await isWithoutJobId(store, id))) return
  if (!certainlyNotWritten(error)) return releaseJobRows(store, id)
  await dropMergeJob(store, id)
  const registrantIds = rows.map((row) => row.registrantId)
  await noteNotWritten(store, delivery, registrantIds)
}
