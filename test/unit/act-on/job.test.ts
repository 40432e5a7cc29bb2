import { expect, test } from 'vitest'
import { parseAnswer } from '../../../src/act-on/api.ts'
import type { ActOnApi } from '../../../src/act-on/api.ts'
import { readJob } from '../../../src/act-on/job.ts'

const call = { signal: new AbortController().signal }
const COUNTS = { appendCount: 10, updateCount: '2', failedCount: 0, rejectedCount: 1 }
const DONE = {
  state: 'done',
  appendCount: 10,
  updateCount: 2,
  failedCount: 0,
  rejectedCount: 1,
  rejectedFile: null,
}

function jobOf(answer: unknown) {
  const api: ActOnApi = {
    read: (request, schema) => Promise.resolve(parseAnswer(request.endpoint, schema, answer)),
    readText: () => Promise.reject(new Error('not asked for')),
  }
  return readJob(api, '7', call)
}

test.each([
  [{ status: 'The job is pending' }, { state: 'pending' }],
  [{ status: 'The job is running' }, { state: 'running' }],
  [{ status: 'The job is being looked at' }, { state: 'running' }],
  [{}, { state: 'running' }],
])('a job that says %j is not over', async (answer, state) => {
  expect(await jobOf(answer)).toEqual(state)
})

test('the counts are read from either place, number or text', async () => {
  const jobDetails = JSON.stringify(COUNTS)
  expect(await jobOf({ status: 'success', details: COUNTS, jobDetails })).toEqual(DONE)
  expect(await jobOf({ status: 'success', details: COUNTS })).toEqual(DONE)
  expect(await jobOf({ status: 'success', jobDetails })).toEqual(DONE)
})

test('counts that are missing are 0, so that they do not add up', async () => {
  const zeros = { appendCount: 0, updateCount: 0, failedCount: 0, rejectedCount: 0 }
  expect(await jobOf({ status: 'success' })).toMatchObject(zeros)
  expect(await jobOf({ status: 'success', jobDetails: 'no JSON' })).toMatchObject(zeros)
})

test.each([
  { details: { ...COUNTS, rejectedFileName: 'r_7.csv' } },
  { details: COUNTS, jobDetails: JSON.stringify({ rejectFile: 'r_7.csv' }) },
  { details: { ...COUNTS, rejected: '120', file: 'r_7.csv' } },
  { details: COUNTS, rejectedUploadRecords: 'r_7.csv' },
])('the rejected rows’ file is found in %j', async (answer) => {
  expect(await jobOf({ status: 'success', ...answer })).toEqual({
    ...DONE,
    rejectedFile: 'r_7.csv',
  })
})

test.each([
  { status: 'failure', message: 'x' },
  { status: 'The job failed' },
  { status: 'success', details: { status: 'error' } },
])('a job that says %j has failed', async (answer) => {
  expect(await jobOf(answer)).toMatchObject({ state: 'failed' })
})
