/**
 * Works jobs off when their time has come. Nothing runs in the background: each call of the account
 * settles what is due first, so a job started before a restart goes on after it.
 */
import { stringify } from 'csv-stringify/sync'
import type { ActOnContext } from '../context.ts'
import { CellChanges, upsertNow } from '../contact-cells.ts'
import { inTransaction } from '../state/database.ts'
import type { Job, JobEnd, JobWork } from '../state/jobs.ts'
import type { List } from '../state/lists.ts'
import { readCsv } from './csv-file.ts'
import { mergeIntoList } from './merge.ts'
import type { MergeRequest, MergeResult } from './merge.ts'

export function settleDueJobs(context: ActOnContext, accountId: string): void {
  for (const job of context.jobs.open(accountId)) {
    if (isDue(context, job)) {
      inTransaction(context.database, () => context.jobs.end(job, workOff(context, job)))
    }
  }
}

function isDue({ knobs }: ActOnContext, job: Job): boolean {
  const elapsedMs = Date.now() - job.startedRealMs
  const polledEnough = job.polls > knobs.jobPendingPolls + knobs.jobRunningPolls
  return (polledEnough && elapsedMs >= knobs.jobMinMs) || elapsedMs >= knobs.jobUnpolledMs
}

function workOff(context: ActOnContext, job: Job): JobEnd {
  const { knobs } = context
  const { work } = job
  if (knobs.jobEnd === 'failed' && work.kind === 'create') return failed()
  const file = context.jobs.fileOf(job)
  const list = listOf(context, job)
  // Deleted while the job waited.
  if (list === null) return failed()
  if (work.kind === 'upsert') {
    return upserted(context, job, list, work.email, CellChanges.parse(JSON.parse(file)))
  }
  const lines = dataLines(file, work)
  if (knobs.jobEnd !== 'success') {
    const written = Math.floor(lines.length * knobs.jobUnfinishedShare)
    mergeIntoList(context, mergeRequest(list, work, lines.slice(0, written)))
    return { state: knobs.jobEnd, counts: null, rejects: null }
  }
  const kept = lines.slice(0, Math.max(0, lines.length - knobs.jobLosesRows))
  return done(context, job, list, mergeIntoList(context, mergeRequest(list, work, kept)))
}

function upserted(
  context: ActOnContext,
  job: Job,
  list: List,
  email: string,
  changes: CellChanges,
): JobEnd {
  const written = upsertNow(context, list, email, changes)
  if ('rejected' in written) {
    const line = changes.map(({ value }) => value)
    const rejects = [{ line, reason: written.rejected }]
    return done(context, job, list, { appendCount: 0, updateCount: 0, rejects })
  }
  const [appendCount, updateCount] = written.wasNew ? [1, 0] : [0, 1]
  return done(context, job, list, { appendCount, updateCount, rejects: [] })
}

function listOf(context: ActOnContext, { accountId, work }: Job): List | null {
  if (work.kind !== 'create') return context.lists.find(accountId, work.listId)
  const { name, folderName, columns } = work
  const at = context.clock.now().getTime()
  return context.lists.create({ accountId, kind: 'contact_list', name, folderName, columns, at })
}

type FileWork = Exclude<JobWork, { kind: 'upsert' }>

function dataLines(file: string, work: FileWork): string[][] {
  const lines = readCsv(file, work.format)
  return work.format.hasHeadings ? lines.slice(1) : lines
}

function mergeRequest(list: List, work: FileWork, lines: string[][]): MergeRequest {
  const { indexes } = work
  if (work.kind === 'merge') return { ...work, list, indexes, lines }
  return { list, indexes, lines, mode: 'APPEND', keyHeading: null, putEmptyValues: true }
}

function done(
  { knobs }: ActOnContext,
  job: Job,
  list: List,
  { appendCount, updateCount, rejects }: MergeResult,
): JobEnd {
  const asFailed = knobs.rejectsCountAs === 'failed'
  const counts = {
    listId: list.listId,
    appendCount,
    updateCount: updateCount + knobs.jobCountError,
    failedCount: asFailed ? rejects.length : 0,
    rejectedCount: asFailed ? 0 : rejects.length,
  }
  if (rejects.length === 0) return { state: 'done', counts, rejects: null }
  const headings = list.columns.map(({ heading }) => heading)
  const reasonOf = (reason: string) => (knobs.rejectFileHasReason ? [reason] : [])
  const csv = stringify([
    [...headings, ...reasonOf('Reason')],
    ...rejects.map(({ line, reason }) => [...line, ...reasonOf(reason)]),
  ])
  return { state: 'done', counts, rejects: { name: `rejected-${job.jobId}.csv`, csv } }
}

function failed(): JobEnd {
  return { state: 'failed', counts: null, rejects: null }
}
