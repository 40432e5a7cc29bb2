import { expect, onTestFinished, test, vi } from 'vitest'
import {
  ACCOUNT,
  AT_ONCE,
  createTestList,
  csvOf,
  mergeForm,
  mergeNow,
  rowsOf,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const ADA = ['Ada', 'Engineer', 'ada@example.com', 'mail']
const BO = ['Bo', 'Pilot', 'bo@example.com', '']
const BAD = ['Cy', 'Clerk', 'not an address', '']

async function startMerge(actOn: ActOnFixture, listId: string, ...rows: string[][]) {
  const form = mergeForm(listId, csvOf(...rows))
  const upload = await actOn.call('PUT', `/api/1/list/${listId}`, form)
  return upload.field('jobId')
}

const statusOf = (actOn: ActOnFixture, jobId: string) =>
  actOn.call('GET', `/api/1/list/${jobId}/status`)

test('a job is pending, then running, then done, and its rows are not seen before', async () => {
  const actOn = await startActOnFixture({ knobs: { jobMinMs: 0, jobUnpolledMs: 3_600_000 } })
  const listId = await createTestList(actOn)
  const jobId = await startMerge(actOn, listId, ADA, BO)
  expect((await statusOf(actOn, jobId)).json).toEqual({ status: 'The job is pending' })
  expect((await statusOf(actOn, jobId)).json).toEqual({ status: 'The job is running' })
  const before = await actOn.call('GET', `/api/1/list/${listId}`)
  expect(before.json).toMatchObject({ totalCount: 0 })
  const details = {
    status: 'ok',
    listId,
    appendCount: 2,
    updateCount: 0,
    failedCount: 0,
    rejectedCount: 0,
  }
  expect((await statusOf(actOn, jobId)).json).toEqual({
    status: 'success',
    jobDetails: JSON.stringify(details),
    details,
  })
  expect((await actOn.call('GET', `/api/1/list/${listId}`)).json).toMatchObject({ totalCount: 2 })
  const sizes = actOn.server.sizes(ACCOUNT)
  expect(sizes.filter(({ rows }) => rows === 2)).toHaveLength(1)
})

test('each job has a time of its own between two bounds, and keeps it', async () => {
  const knobs = { ...AT_ONCE, jobMinMs: [0, 7_200_000], jobUnpolledMs: Infinity } as const
  const actOn = await startActOnFixture({ knobs })
  const listId = await createTestList(actOn)
  const jobIds = [await startMerge(actOn, listId, ADA), await startMerge(actOn, listId, BO)]
  const startedAt = Date.now()
  const clock = vi.spyOn(Date, 'now')
  onTestFinished(() => clock.mockRestore())
  const doneAt = new Map<string, number>()
  for (let minutes = 0; minutes <= 121; minutes += 1) {
    clock.mockReturnValue(startedAt + minutes * 60_000)
    for (const jobId of jobIds) {
      const status = (await statusOf(actOn, jobId)).field('status')
      if (status === 'success' && !doneAt.has(jobId)) doneAt.set(jobId, minutes)
      else if (doneAt.has(jobId)) expect(status).toBe('success')
    }
  }
  expect([...doneAt.values()].every((minutes) => minutes > 0)).toBe(true)
  expect(new Set(doneAt.values()).size).toBe(2)
})

test('a job also takes its time, however often it is polled', async () => {
  const knobs = { ...AT_ONCE, jobMinMs: 3_600_000, jobUnpolledMs: 7_200_000 }
  const actOn = await startActOnFixture({ knobs })
  const listId = await createTestList(actOn)
  const jobId = await startMerge(actOn, listId, ADA)
  for (let polls = 0; polls < 5; polls += 1) {
    expect((await statusOf(actOn, jobId)).json).toEqual({ status: 'The job is running' })
  }
  actOn.server.knobs.jobMinMs = 0
  expect((await statusOf(actOn, jobId)).json).toMatchObject({ status: 'success' })
})

test('a job that nobody asks for is worked off all the same', async () => {
  const actOn = await startActOnFixture({ knobs: { jobUnpolledMs: 0 } })
  const listId = await createTestList(actOn)
  const jobId = await startMerge(actOn, listId, ADA)
  expect(rowsOf(actOn, listId)).toHaveLength(1)
  expect((await statusOf(actOn, jobId)).json).toEqual({ status: 'The job is pending' })
})

test('an unknown job and one that is too old are 10017', async () => {
  const actOn = await startActOnFixture({ knobs: AT_ONCE })
  const listId = await createTestList(actOn)
  const jobId = await startMerge(actOn, listId, ADA)
  await statusOf(actOn, jobId)
  actOn.server.knobs.jobLifetimeMs = 60_000
  expect((await statusOf(actOn, jobId)).json).toMatchObject({ status: 'success' })
  actOn.clock.advance(60_000)
  const expected = { errorCode: 10017, message: 'Invalid or expired Job Id' }
  for (const id of [jobId, '1', 'x']) {
    const reply = await statusOf(actOn, id)
    expect([reply.status, reply.json]).toEqual([400, expected])
  }
  expect(rowsOf(actOn, listId)).toHaveLength(1)
})

test('a job of another account is unknown', async () => {
  const actOn = await startActOnFixture({ knobs: AT_ONCE })
  const jobId = await startMerge(actOn, await createTestList(actOn), ADA)
  const other = await actOn.signIn('other@example.com', 'other')
  expect((await actOn.callAs(other, 'GET', `/api/1/list/${jobId}/status`)).status).toBe(400)
})

test('a stuck job runs for ever, and may have written a part of its rows', async () => {
  const knobs = { ...AT_ONCE, jobEnd: 'stuck', jobUnfinishedShare: 0.5 } as const
  const actOn = await startActOnFixture({ knobs })
  const listId = await createTestList(actOn)
  const jobId = await startMerge(actOn, listId, ADA, BO)
  expect((await statusOf(actOn, jobId)).json).toEqual({ status: 'The job is running' })
  actOn.server.knobs.jobEnd = 'success'
  expect((await statusOf(actOn, jobId)).json).toEqual({ status: 'The job is running' })
  expect(rowsOf(actOn, listId)).toHaveLength(1)
})

test.each([
  ['statusFailure', 200, { status: 'failure' }],
  ['detailsError', 200, { status: 'success', details: { status: 'error' } }],
  ['prose', 200, { status: 'The job failed' }],
  ['api400', 400, { message: 'The job failed' }],
] as const)('a failed job may look like this: %s', async (failedJobShape, status, body) => {
  const knobs = { ...AT_ONCE, jobEnd: 'failed', failedJobShape } as const
  const actOn = await startActOnFixture({ knobs })
  const listId = await createTestList(actOn)
  const reply = await mergeNow(actOn, listId, csvOf(ADA))
  expect(reply.status).toBe(status)
  expect(reply.json).toMatchObject(body)
  expect(rowsOf(actOn, listId)).toEqual([])
})

test('a failed job may have written a part of its rows', async () => {
  const knobs = { ...AT_ONCE, jobEnd: 'failed', jobUnfinishedShare: 0.5 } as const
  const actOn = await startActOnFixture({ knobs })
  const listId = await createTestList(actOn)
  await mergeNow(actOn, listId, csvOf(ADA, BO))
  expect(rowsOf(actOn, listId)).toHaveLength(1)
})

test('a job fails when its list is deleted while it waits', async () => {
  const actOn = await startActOnFixture({ knobs: AT_ONCE })
  const listId = await createTestList(actOn)
  const jobId = await startMerge(actOn, listId, ADA)
  actOn.server.user.deleteList(ACCOUNT, listId)
  expect((await statusOf(actOn, jobId)).json).toMatchObject({ status: 'failure' })
})

test('a job can succeed with rejected rows, which a file of its own holds', async () => {
  const actOn = await startActOnFixture({ knobs: AT_ONCE })
  const listId = await createTestList(actOn)
  const reply = await mergeNow(actOn, listId, csvOf(ADA, BAD))
  const name = /"rejectedRecordsFile":"([^"]+)"/.exec(reply.text)?.[1] ?? ''
  expect(reply.json).toMatchObject({
    status: 'success',
    details: { appendCount: 1, failedCount: 0, rejectedCount: 1 },
  })
  const file = await actOn.call('GET', `/api/1/list/rejectedUploadRecords?filename=${name}`)
  expect(file.headers.get('content-type')).toContain('text/csv')
  expect(file.text.trim().split('\n')).toEqual([
    'First Name,Job Title,Email Address,Lead Source,Reason',
    'Cy,Clerk,not an address,,Invalid email address',
  ])
  expect(rowsOf(actOn, listId)).toHaveLength(1)
})

test('rejects may be counted as failed, go without a file name and without reasons', async () => {
  const knobs = { ...AT_ONCE, rejectsCountAs: 'failed', rejectFile: 'unnamed' } as const
  const actOn = await startActOnFixture({ knobs: { ...knobs, rejectFileHasReason: false } })
  const listId = await createTestList(actOn)
  const reply = await mergeNow(actOn, listId, csvOf(BAD))
  expect(reply.json).toMatchObject({ details: { failedCount: 1, rejectedCount: 0 } })
  expect(reply.text).not.toContain('.csv')
  const name = actOn.server.jobs(ACCOUNT)[0]?.rejectsName ?? ''
  const file = await actOn.call('GET', `/api/1/list/rejectedUploadRecords?filename=${name}`)
  expect(file.text).not.toContain('Reason')
})

test('the key that carries the name of the rejects is a knob', async () => {
  const actOn = await startActOnFixture({ knobs: { ...AT_ONCE, rejectFileKey: 'errorFile' } })
  const listId = await createTestList(actOn)
  const reply = await mergeNow(actOn, listId, csvOf(BAD))
  expect(reply.text).toMatch(/"errorFile":"[^"]+"/)
})

test('a file of rejects that nobody has is refused', async () => {
  const actOn = await startActOnFixture()
  const reply = await actOn.call('GET', '/api/1/list/rejectedUploadRecords?filename=x.csv')
  expect(reply.status).toBe(400)
})

test('an address that is none may be taken', async () => {
  const actOn = await startActOnFixture({ knobs: { ...AT_ONCE, invalidEmail: 'accept' } })
  const listId = await createTestList(actOn)
  const reply = await mergeNow(actOn, listId, csvOf(BAD, ['Di', '', '', '']))
  expect(reply.json).toMatchObject({ details: { appendCount: 1, rejectedCount: 1 } })
})

test('rows may be rejected for a long cell, or by any rule of a test', async () => {
  const actOn = await startActOnFixture({ knobs: AT_ONCE })
  const { knobs } = actOn.server
  const listId = await createTestList(actOn)
  knobs.cellMaxLength = 20
  const long = ['x'.repeat(21), '', 'long@example.com', '']
  const first = await mergeNow(actOn, listId, csvOf(ADA, long))
  expect(first.json).toMatchObject({ details: { appendCount: 1, rejectedCount: 1 } })
  knobs.rejectRow = (cells) => (cells['Job Title'] === 'Pilot' ? 'No pilots' : null)
  const second = await mergeNow(actOn, listId, csvOf(ADA, BO))
  expect(second.json).toMatchObject({ details: { updateCount: 1, rejectedCount: 1 } })
})

test('counts may not add up, may be text, and rows may be lost without a count', async () => {
  const actOn = await startActOnFixture({ knobs: { ...AT_ONCE, jobCountError: 3 } })
  const { knobs } = actOn.server
  const listId = await createTestList(actOn)
  const wrong = await mergeNow(actOn, listId, csvOf(ADA))
  expect(wrong.json).toMatchObject({ details: { appendCount: 1, updateCount: 3 } })
  Object.assign(knobs, { jobCountError: 0, jobCountsAsText: true, jobLosesRows: 1 })
  const lost = await mergeNow(actOn, listId, csvOf(ADA, BO))
  expect(lost.json).toMatchObject({ details: { appendCount: '0', updateCount: '1' } })
  expect(rowsOf(actOn, listId)).toHaveLength(1)
})

test('a file that breaks its own quoting somewhere fails the job, and only the job', async () => {
  const actOn = await startActOnFixture({ knobs: AT_ONCE })
  const listId = await createTestList(actOn)
  const reply = await mergeNow(actOn, listId, `${csvOf(ADA)}\r\n"Bo" the pilot,"",bo@example.com,`)
  expect(reply.json).toMatchObject({ status: 'failure' })
  expect(rowsOf(actOn, listId)).toEqual([])
  expect((await actOn.call('GET', '/api/1/account')).status).toBe(200)
})
