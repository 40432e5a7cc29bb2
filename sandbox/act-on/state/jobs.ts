/** Jobs: uploads and asynchronous upserts that Act-On accepted and processes later. */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { numberOf, textOf, textOrNullOf } from './database.ts'
import type { Row } from './database.ts'
import { Column } from './lists.ts'

export type MergeMode = z.infer<typeof MergeMode>
export const MergeMode = z.enum([
  'APPEND',
  'APPEND_NO_DUPLICATES',
  'UPSERT',
  'UPDATE_ONLY',
  'REPLACE',
])

/** How to parse the file. Separator null: guessed from its first line. */
export type FileFormat = z.infer<typeof FileFormat>
const FileFormat = z.object({
  quote: z.enum(['"', "'"]).nullable(),
  separator: z.string().nullable(),
  hasHeadings: z.boolean(),
})

export type JobWork = z.infer<typeof JobWork>
const JobWork = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create'),
    name: z.string(),
    folderName: z.string(),
    columns: z.array(Column).readonly(),
    /** Indexes of those columns in the file. */
    indexes: z.array(z.number()).readonly(),
    format: FileFormat,
  }),
  z.object({
    kind: z.literal('merge'),
    listId: z.string(),
    mode: MergeMode,
    /** Heading that identifies rows; null: the address. */
    keyHeading: z.string().nullable(),
    putEmptyValues: z.boolean(),
    indexes: z.array(z.number()).readonly(),
    format: FileFormat,
  }),
  z.object({ kind: z.literal('upsert'), listId: z.string(), email: z.string() }),
])

export type JobCounts = z.infer<typeof JobCounts>
const JobCounts = z.object({
  listId: z.string(),
  appendCount: z.number(),
  updateCount: z.number(),
  failedCount: z.number(),
  rejectedCount: z.number(),
})

export type JobState = 'open' | 'done' | 'failed' | 'stuck'

export interface Job {
  readonly jobId: number
  readonly accountId: string
  readonly work: JobWork
  readonly state: JobState
  readonly polls: number
  /** Sandbox clock, milliseconds. */
  readonly createdAt: number
  readonly startedRealMs: number
  readonly counts: JobCounts | null
  readonly rejectsName: string | null
}

export interface JobEnd {
  readonly state: Exclude<JobState, 'open'>
  readonly counts: JobCounts | null
  readonly rejects: { readonly name: string; readonly csv: string } | null
}

export interface Jobs {
  start(job: { accountId: string; work: JobWork; file: string; at: number }): Job
  find(accountId: string, jobId: string): Job | null
  open(accountId: string): Job[]
  all(accountId: string): Job[]
  fileOf(job: Job): string
  countPoll(job: Job): void
  end(job: Job, end: JobEnd): void
  rejects(accountId: string, name: string): string | null
}

/** The vendor's examples have eight digits. */
const FIRST_JOB_ID = 15_959_711

/** Everything except the file, which may have megabytes. */
const COLUMNS =
  'job_id, account_id, work, state, polls, created_at, started_real_ms, result, rejects_name'

export function createJobs(database: DatabaseSync): Jobs {
  const insert = database.prepare(
    `INSERT INTO jobs (job_id, account_id, work, file, created_at, started_real_ms)
     VALUES (coalesce((SELECT max(job_id) + 1 FROM jobs), ?), ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
  )
  const selectOne = database.prepare(
    `SELECT ${COLUMNS} FROM jobs WHERE account_id = ? AND job_id = ?`,
  )
  const selectOpen = database.prepare(
    `SELECT ${COLUMNS} FROM jobs WHERE account_id = ? AND state = 'open' ORDER BY job_id`,
  )
  const selectAll = database.prepare(
    `SELECT ${COLUMNS} FROM jobs WHERE account_id = ? ORDER BY job_id`,
  )
  const selectFile = database.prepare('SELECT file FROM jobs WHERE job_id = ?')
  const countPoll = database.prepare('UPDATE jobs SET polls = polls + 1 WHERE job_id = ?')
  const end = database.prepare(
    `UPDATE jobs SET state = ?, result = ?, rejects_name = ?, rejects = ?, file = ''
     WHERE job_id = ?`,
  )
  const selectRejects = database.prepare(
    'SELECT rejects FROM jobs WHERE account_id = ? AND rejects_name = ?',
  )

  return {
    start: ({ accountId, work, file, at }) => {
      const packed = JSON.stringify(work)
      const row = insert.get(FIRST_JOB_ID, accountId, packed, file, at, Date.now())
      if (row === undefined) throw new Error('The job was not inserted.')
      return toJob(row)
    },
    find: (accountId, jobId) => {
      const row = /^\d{1,15}$/.test(jobId) ? selectOne.get(accountId, Number(jobId)) : undefined
      return row === undefined ? null : toJob(row)
    },
    open: (accountId) => selectOpen.all(accountId).map(toJob),
    all: (accountId) => selectAll.all(accountId).map(toJob),
    fileOf: (job) => {
      const row = selectFile.get(job.jobId)
      return row === undefined ? '' : textOf(row, 'file')
    },
    countPoll: (job) => void countPoll.run(job.jobId),
    end: (job, { state, counts, rejects }) => {
      const packed = counts === null ? null : JSON.stringify(counts)
      end.run(state, packed, rejects?.name ?? null, rejects?.csv ?? null, job.jobId)
    },
    rejects: (accountId, name) => {
      const row = selectRejects.get(accountId, name)
      return row === undefined ? null : textOrNullOf(row, 'rejects')
    },
  }
}

function toJob(row: Row): Job {
  const state = textOf(row, 'state')
  const result = textOrNullOf(row, 'result')
  return {
    jobId: numberOf(row, 'job_id'),
    accountId: textOf(row, 'account_id'),
    work: JobWork.parse(JSON.parse(textOf(row, 'work'))),
    state: state === 'open' || state === 'done' || state === 'failed' ? state : 'stuck',
    polls: numberOf(row, 'polls'),
    createdAt: numberOf(row, 'created_at'),
    startedRealMs: numberOf(row, 'started_real_ms'),
    counts: result === null ? null : JobCounts.parse(JSON.parse(result)),
    rejectsName: textOrNullOf(row, 'rejects_name'),
  }
}
