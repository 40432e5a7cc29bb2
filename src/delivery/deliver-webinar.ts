/** Brings the waiting rows of one webinar to its list: settles what is under way, then moves, removes, writes. */
import { ActOnListGone, ActOnRequestRefused } from '../act-on/errors.ts'
import { getAccount } from '../store/accounts.ts'
import { closeMergeJob, type MergeJob, mergeJobsOf, releaseJobRows } from '../store/merge-jobs.ts'
import { endListProblem, noteListProblem } from '../store/list-problems.ts'
import { takeUpRows } from '../store/taken-rows.ts'
import { pendingRows, type WaitingRow } from '../store/waiting-rows.ts'
import { getWebinar, lockWebinar, mayHaveList, type WebinarRow } from '../store/webinars.ts'
import { allowedRemovals } from './removal-guard.ts'
import { mergeRows, ROWS_PER_MERGE } from './bulk-merge.ts'
import type { Delivery } from './delivery.ts'
import { ensureList } from './ensure-list.ts'
import { KeyColumnMissing, ListColumns } from './list-columns.ts'
import { moveRows } from './move-rows.ts'
import { removeRows } from './remove-rows.ts'
import { openRow } from './row-content.ts'
import { settleMergeJob } from './settle-merge-job.ts'
import { upsertSingly } from './single-upserts.ts'

export type DeliveryEnd =
  /** Everything that can be done now is done; what still waits has its reason in the store. */
  | 'done'
  /** The list is not to be seen yet after a create without an answer: look again later. */
  | 'listNotVisibleYet'
  /** Lists are made with another zone now than these rows were written for: the webinar has to be read again. */
  | 'zoneChanged'
  /** A user deleted the list: the webinar has to be read again and written anew. */
  | 'listGone'

/** A merge costs headings, upload and some polls: up to here single upserts are cheaper, and answered at once. */
const SINGLES_AT_MOST = 4
/** A job that says "running" for a day will not do anything any more. */
const STUCK_JOB_OVER_MINUTES = 24 * 60

/** Throws what makes the whole account wait: see the errors of the Act-On client. */
export async function deliverWebinar(delivery: Delivery): Promise<DeliveryEnd> {
  const { store, runKey, on24ClientId, eventId } = delivery
  await store.transaction().execute(async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    await takeUpRows(tx, runKey, { on24ClientId, eventId })
  })
  try {
    return await deliverRows(delivery)
  } catch (error) {
    if (error instanceof ActOnListGone) return 'listGone'
    if (error instanceof KeyColumnMissing) {
      await noteListProblem(delivery, 'keyColumnMissing', 'Email Address or ON24 Registrant ID')
    } else if (error instanceof ActOnRequestRefused) {
      // Not of a row, which is set aside, but of the list or an upload: the next run tries again.
      await noteListProblem(delivery, 'listRefused', error.code ?? String(error.status))
    } else {
      throw error
    }
    return 'done'
  }
}

async function deliverRows(delivery: Delivery): Promise<DeliveryEnd> {
  const jobIsOpen = await settleOpenJobs(delivery)
  const webinar = await getWebinar(delivery.store, delivery.on24ClientId, delivery.eventId)
  const removals = webinar.list_id === null ? [] : await allowedRemovals(delivery)
  const [someRow] = await pending(delivery, ['upsert', 'move'], 1)
  if (someRow === undefined && removals.length === 0) return 'done'

  if (!mayHaveList(webinar) && (await isOfOtherZone(delivery, webinar))) return 'zoneChanged'
  const list = await ensureList(delivery)
  if (list === 'notVisibleYet') return 'listNotVisibleYet'
  const columns = new ListColumns(delivery, list)
  if (!jobIsOpen) {
    await moveRows(delivery, columns, await pending(delivery, ['move'], ROWS_PER_MERGE))
    if (removals.length > 0) await removeRows(delivery, columns, removals)
  }
  await upsertAll(delivery, columns)
  await endListProblem(delivery, 'keyColumnMissing')
  await endListProblem(delivery, 'listRefused')
  return 'done'
}

async function isOfOtherZone(
  { store, on24ClientId }: Delivery,
  { list_time_zone: zoneOfRows }: WebinarRow,
): Promise<boolean> {
  const { time_zone: zoneOfLists } = await getAccount(store, on24ClientId)
  return zoneOfRows !== zoneOfLists
}

async function upsertAll(delivery: Delivery, columns: ListColumns): Promise<void> {
  for (;;) {
    delivery.signal.throwIfAborted()
    const rows = await pending(delivery, ['upsert'], ROWS_PER_MERGE)
    if (rows.length === 0) return
    const [toClear, plain] = partition(
      rows,
      (row) => openRow(delivery.cipher, row).clear.length > 0,
    )
    const left =
      plain.length > SINGLES_AT_MOST ? await mergeRows(delivery, columns, plain) : idsOf(plain)
    const singles = plain.filter((row) => left.has(row.registrant_id))
    await upsertSingly(delivery, columns, [...toClear, ...singles])
  }
}

/** True while a job whose number is lost, or that is stuck, may still be at work on the list. */
async function settleOpenJobs(delivery: Delivery): Promise<boolean> {
  const { store, on24ClientId, eventId } = delivery
  let open = false
  for (const job of await mergeJobsOf(store, on24ClientId, eventId)) {
    if (!(await isOver(delivery, job))) {
      await releaseJobRows(store, job.id)
      open = true
    }
  }
  return open
}

/** Settles a job that can be followed. Of a lost or stuck one it only says whether it is surely over. */
async function isOver(delivery: Delivery, job: MergeJob): Promise<boolean> {
  const { store, actOn, signal, now, policy } = delivery
  const ageMinutes = (now().getTime() - job.started_at.getTime()) / 60_000
  if (job.job_id !== null && ageMinutes < policy.jobStuckMinutes) {
    const columns = new ListColumns(delivery, { listId: job.list_id, justMade: false })
    await settleMergeJob(delivery, columns, job)
    return true
  }
  const isAtWork =
    job.job_id === null
      ? ageMinutes < policy.lostJobMinutes
      : ageMinutes < STUCK_JOB_OVER_MINUTES &&
        ['pending', 'running'].includes((await actOn.readJob(job.job_id, { signal })).state)
  if (!isAtWork) await closeMergeJob(store, job.id)
  return !isAtWork
}

function pending(
  { store, on24ClientId, eventId }: Delivery,
  actions: readonly WaitingRow['action'][],
  limit: number,
): Promise<WaitingRow[]> {
  return pendingRows(store, on24ClientId, eventId, actions, limit)
}

function idsOf(rows: readonly WaitingRow[]): ReadonlySet<string> {
  return new Set(rows.map((row) => row.registrant_id))
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
