/** Runs a due job and returns how it ended. The caller provides the transaction. */
import { stringify } from 'csv-stringify/sync'
import { CellChanges, upsertNow } from '../contact-cells.ts'
import type { ActOnContext } from '../context.ts'
import type { Job, JobEnd, JobWork } from '../state/jobs.ts'
import type { List } from '../state/lists.ts'
import { readCsv } from './csv-file.ts'
import { mergeIntoList } from './merge.ts'
import type { MergeRequest, MergeResult } from './merge.ts'

type FileWork = Exclude<JobWork, { kind: 'upsert' }>

const FAILED: JobEnd = { state: 'failed', counts: null, rejects: null }

export function runJob(context: ActOnContext, job: Job): JobEnd {
  const { work } = job
  const file = context.jobs.fileOf(job)
  if (work.kind === 'upsert') {
    const list = listOf(context, job)
    if (list === null) return FAILED
    return runUpsert(context, job, list, work.email, CellChanges.parse(JSON.parse(file)))
  }
  const lines = dataLines(file, work)
  if (lines === null || (context.knobs.jobEnd === 'failed' && work.kind === 'create')) return FAILED
  const list = listOf(context, job)
  return list === null ? FAILED : runUpload(context, job, mergeRequest(list, work, lines))
}

/** Null: the list was deleted while the job waited. */
function listOf(context: ActOnContext, { accountId, work }: Job): List | null {
  if (work.kind !== 'create') return context.lists.find(accountId, work.listId)
  const { name, folderName, columns } = work
  const at = context.clock.now().getTime()
  return context.lists.create({ accountId, kind: 'contact_list', name, folderName, columns, at })
}

/** Null: the file cannot be parsed as declared. */
function dataLines(file: string, work: FileWork): string[][] | null {
  try {
    const lines = readCsv(file, work.format)
    return work.format.hasHeadings ? lines.slice(1) : lines
  } catch {
    return null
  }
}

function mergeRequest(list: List, work: FileWork, lines: string[][]): MergeRequest {
  const { indexes } = work
  if (work.kind === 'merge') return { ...work, list, indexes, lines }
  return { list, indexes, lines, mode: 'APPEND', keyHeading: null, putEmptyValues: true }
}

function runUpload(context: ActOnContext, job: Job, request: MergeRequest): JobEnd {
  const { jobEnd, jobUnfinishedShare, jobLosesRows } = context.knobs
  const all = request.lines.length
  const written = jobEnd === 'success' ? all - jobLosesRows : Math.floor(all * jobUnfinishedShare)
  const lines = request.lines.slice(0, Math.max(0, written))
  const result = mergeIntoList(context, { ...request, lines })
  if (jobEnd === 'success') return jobDone(context, job, request.list, result)
  return { state: jobEnd, counts: null, rejects: null }
}

function runUpsert(
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
    return jobDone(context, job, list, { appendCount: 0, updateCount: 0, rejects })
  }
  const [appendCount, updateCount] = written.wasNew ? [1, 0] : [0, 1]
  return jobDone(context, job, list, { appendCount, updateCount, rejects: [] })
}

function jobDone(
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
