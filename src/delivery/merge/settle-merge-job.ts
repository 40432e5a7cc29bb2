/** Follows a merge job to its end and books its rows. Doubtful rows are checked against the list. */
import type { ActOnClient } from '../../act-on/client.ts'
import { ActOnRequestRefused, ActOnUnexpectedResponse } from '../../act-on/errors.ts'
import type { JobState } from '../../act-on/job.ts'
import {
  dropMergeJob,
  type MergeJob,
  releaseJobRows,
  savePolls,
} from '../../store/rows/send-in-merge.ts'
import { confirmWritten } from '../../store/rows/confirm-written.ts'
import { rejectRow } from '../../store/rows/reject.ts'
import { noteNotWritten } from '../../store/rows/send.ts'
import { countRowsOfJob, hashesOfJob, rowsOfJob } from '../../store/rows/stored/waiting-rows.ts'
import type { RowHashes } from '../../reading/row-hashes.ts'
import type { Delivery } from '../delivery.ts'
import { checkAgainstList } from '../check-against-list.ts'
import type { ListColumns } from '../list/columns-in-act-on.ts'

type DoneJob = Extract<JobState, { state: 'done' }>

/** A job whose number is known. */
export interface FollowedJob extends MergeJob {
  /** How many rows it was sent with; left out if another process sent it. */
  readonly rowCount?: number
  /** By `performance.now()`: when Act-On accepted it, or when this process found it. */
  readonly acceptedAt: number
}

/** Returns the registrants whose rows the job did not write. Throws ActOnListGone. */
export async function settleMergeJob(
  delivery: Delivery,
  columns: ListColumns,
  job: FollowedJob,
): Promise<ReadonlySet<string>> {
  const end = await followJob(delivery, job)
  const held = delivery.rowsInMemory.hold()
  try {
    const { rowCount = await countRowsOfJob(delivery.store, job.id) } = job
    await held.add(rowCount, delivery.signal)
    return await bookJob(delivery, columns, job, end)
  } finally {
    held.release()
  }
}

async function bookJob(
  delivery: Delivery,
  columns: ListColumns,
  job: MergeJob,
  end: EndOfJob,
): Promise<ReadonlySet<string>> {
  const { store } = delivery
  const hashes = await hashesOfJob(store, job.id)
  const booked =
    hashes.length === 0 ||
    (end.state === 'done' && (await bookByCounts(delivery, job, end, hashes)))
  const { missing, absent } = booked
    ? NONE
    : await checkAgainstList(delivery, columns, await rowsOfJob(store, job.id))
  if (isCertainlyOver(end)) {
    await dropMergeJob(store, job.id)
    await noteNotWritten(store, delivery, absent)
  } else {
    // The job may still write: removals wait for it, and its rows may still appear in the list.
    await releaseJobRows(store, job.id)
  }
  return missing
}

/** False for a job that Act-On does not know, not yet or not any more: its state is unknown. */
function isCertainlyOver(end: EndOfJob): boolean {
  return end.state === 'done' || (end.state === 'failed' && end.isSure)
}

const NONE = { missing: new Set<string>(), absent: [] }

type EndOfJob =
  Exclude<JobState, { state: 'pending' } | { state: 'running' }> | { readonly state: 'stuck' }

async function followJob(delivery: Delivery, job: FollowedJob): Promise<EndOfJob> {
  const { store, actOn, jobLooks, aside, signal, timing, now } = delivery
  const stuckAt = job.startedAt.getTime() + timing.jobStuckMinutes * 60_000
  let polls = job.polls
  return jobLooks.follow(
    job,
    aside,
    async () => {
      const state = await actOn.readJob(job.jobId ?? '', { signal })
      if (state.state !== 'pending' && state.state !== 'running') return state
      polls += 1
      await savePolls(store, job.id, polls)
      return now().getTime() >= stuckAt ? { state: 'stuck' } : null
    },
    signal,
  )
}

/** True if Act-On's counts explain every row that was sent. */
async function bookByCounts(
  delivery: Delivery,
  job: MergeJob,
  done: DoneJob,
  rows: readonly RowHashes[],
): Promise<boolean> {
  const refused = done.failedCount + done.rejectedCount
  if (done.appendCount + done.updateCount + refused !== rows.length) return false
  const rejected = refused === 0 ? [] : await namedRejects(delivery, done, rows, refused)
  if (rejected === null) return false
  const { store, cipher, on24ClientId, eventId, runKey, now } = delivery
  const sent = new Map(rows.map((row) => [row.registrantId, row]))
  for (const { registrantId, words } of rejected) {
    const row = sent.get(registrantId)
    if (row === undefined) continue
    const refusal = { on24ClientId, eventId, row, reason: 'rejected by the merge', words, cipher }
    await rejectRow(store, { ...refusal, at: now() })
    sent.delete(registrantId)
  }
  await confirmWritten(store, {
    on24ClientId,
    eventId,
    runKey,
    rows: [...sent.values()],
    created: job.allSettled ? done.appendCount : null,
    at: now(),
  })
  await noteNotWritten(
    store,
    delivery,
    rejected.map(({ registrantId }) => registrantId),
  )
  return true
}

interface NamedReject {
  readonly registrantId: string
  readonly words: string
}

/** Null if the number of our rows that Act-On names is not the number that it rejected. */
async function namedRejects(
  { actOn, cipher, signal }: Delivery,
  job: DoneJob,
  rows: readonly RowHashes[],
  count: number,
): Promise<NamedReject[] | null> {
  if (job.rejectedFile === null) return null
  const byAddressHash = new Map(rows.map((row) => [row.addressHash, row.registrantId]))
  const named = new Map<string, NamedReject>()
  for (const { cells, vendorWords } of await rejectedRows(actOn, job.rejectedFile, signal)) {
    const hashes = Object.values(cells).map((value) => cipher.hash(value.trim().toLowerCase()))
    const registrantId = byAddressHash.get(hashes.find((hash) => byAddressHash.has(hash)) ?? '')
    if (registrantId === undefined) return null
    named.set(registrantId, { registrantId, words: vendorWords ?? '' })
  }
  return named.size === count ? [...named.values()] : null
}

/** Empty if the file is gone or is no CSV. */
async function rejectedRows(actOn: ActOnClient, fileName: string, signal: AbortSignal) {
  try {
    return await actOn.readRejectedRows(fileName, { signal })
  } catch (error) {
    if (error instanceof ActOnRequestRefused || error instanceof ActOnUnexpectedResponse) return []
    throw error
  }
}
