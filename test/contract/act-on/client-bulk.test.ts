import { assert, describe, expect, test } from 'vitest'
import { ActOnListGone, ActOnMergeRefused } from '../../../src/act-on/errors.ts'
import type { JobState } from '../../../src/act-on/job.ts'
import { sharedAgents } from '../../../src/http/agents.ts'
import type { ActOnKnobs } from '../../../sandbox/act-on/knobs.ts'
import { COLUMNS } from '../../support/vendors/act-on-columns.ts'
import { startActOnClientFixture } from '../../support/fixtures/act-on-client-fixture.ts'
import { ACCOUNT, rowsOf } from '../../support/fixtures/act-on-fixture.ts'

const call = { signal: new AbortController().signal }
const AWKWARD = ['“Zoë”, "the"\n Boss', ' a;b\tc,\r\n"" ', 'zoe@example.com', '=1+1']

async function startWithList(knobs: Partial<ActOnKnobs> = {}) {
  const actOn = await startActOnClientFixture(knobs)
  const list = { name: 'A webinar (7)', folderName: '22950', columns: COLUMNS }
  const { listId } = await actOn.client.createList(list, call)
  const merge = (rows: Iterable<readonly string[]>, columns = COLUMNS) =>
    actOn.client.startMerge({ listId, columns, rows }, call)
  const mergeAndRead = async (rows: Iterable<readonly string[]>) =>
    actOn.client.readJob((await merge(rows)).jobId, call)
  return { ...actOn, listId, merge, mergeAndRead, rows: () => rowsOf(actOn, listId) }
}

const ann = (title = '') => ['Ann', title, 'ann@example.com', '']

function done(job: JobState) {
  assert(job.state === 'done')
  return job
}

describe('a merge', () => {
  test('creates and changes rows, and leaves cells without a value in the file', async () => {
    const { mergeAndRead, rows } = await startWithList()
    await mergeAndRead([ann('CTO')])
    expect(await mergeAndRead([ann(), ['Bo', '', 'bo@example.com', '3']])).toEqual({
      state: 'done',
      appendCount: 1,
      updateCount: 1,
      failedCount: 0,
      rejectedCount: 0,
      rejectedFile: null,
    })
    expect(rows().map(({ Title }) => Title)).toEqual(['CTO', ''])
  })

  test('keeps every character of a cell', async () => {
    const { mergeAndRead, rows } = await startWithList()
    await mergeAndRead([AWKWARD])
    expect(Object.values(rows()[0] ?? {})).toEqual(AWKWARD)
  })

  test('of 25,000 rows takes one call', async () => {
    const { mergeAndRead, ledger } = await startWithList({ jobMinMs: 0 })
    const rows = Array.from({ length: 25_000 }, (_, index) => [
      'A name of usual length',
      'A title of usual length',
      `p${String(index)}@example.com`,
      '1',
    ])
    expect(await mergeAndRead(rows)).toMatchObject({ state: 'done', appendCount: 25_000 })
    expect(ledger.count({ endpoint: 'merge' })).toBe(1)
  })

  test.each([
    ['answered', { beforeAnswer: () => undefined }],
    ['refused before it was read', { answer: { status: 429 } }],
  ])('that is %s releases its connection', async (_how, effect) => {
    const { merge, faults } = await startWithList()
    for (let times = 0; times < 3; times += 1) {
      faults.add({ vendor: 'actOn', endpoint: 'merge', effect })
      await merge([ann()]).catch(() => undefined)
    }
    const { sockets } = sharedAgents(10_000).httpAgent
    await expect.poll(() => Object.values(sockets).flat().length).toBe(0)
  })

  test('takes its rows from a generator', async () => {
    const { client, listId } = await startWithList()
    async function* source() {
      yield await Promise.resolve(ann())
    }
    const merge = { listId, columns: COLUMNS, rows: source() }
    const { jobId } = await client.startMerge(merge, call)
    expect(await client.readJob(jobId, call)).toMatchObject({ appendCount: 1 })
  })

  test('of a row that would shift its cells makes no call', async () => {
    const { merge, ledger } = await startWithList()
    await expect(merge([['Ann', 'ann@example.com']])).rejects.toThrow(RangeError)
    expect(ledger.count({ endpoint: 'merge' })).toBe(0)
  })

  test('whose columns differ from the list’s is refused with that reason', async () => {
    const { merge } = await startWithList()
    await expect(merge([['ann@example.com']], COLUMNS.slice(2, 3))).rejects.toThrow(
      ActOnMergeRefused,
    )
  })

  test('into a deleted list is reported as such', async () => {
    const { merge, server, listId } = await startWithList()
    server.user.deleteList(ACCOUNT, listId)
    await expect(merge([ann()])).rejects.toThrow(ActOnListGone)
  })
})

describe('a job', () => {
  test('is pending, then running, then done', async () => {
    const { merge, client } = await startWithList({ jobPendingPolls: 1, jobRunningPolls: 2 })
    const { jobId } = await merge([ann()])
    const seen: string[] = []
    while (seen.at(-1) !== 'done') seen.push((await client.readJob(jobId, call)).state)
    expect(seen).toEqual(['pending', 'running', 'running', 'done'])
  })

  test('tells its counts as numbers even when Act-On sends text', async () => {
    const { mergeAndRead } = await startWithList({ jobCountsAsText: true })
    const job = await mergeAndRead([ann()])
    expect(job).toMatchObject({ appendCount: 1, rejectedCount: 0, rejectedFile: null })
  })

  test.each(['statusFailure', 'detailsError', 'prose', 'api400'] as const)(
    'that failed is recognised (%s)',
    async (failedJobShape) => {
      const { mergeAndRead } = await startWithList({ jobEnd: 'failed', failedJobShape })
      expect(await mergeAndRead([ann()])).toMatchObject({ state: 'failed' })
    },
  )

  test('that is stuck keeps running', async () => {
    const { mergeAndRead } = await startWithList({ jobEnd: 'stuck' })
    expect(await mergeAndRead([ann()])).toEqual({ state: 'running' })
  })

  test('that Act-On has forgotten is expired', async () => {
    const { merge, client, clock } = await startWithList({ jobLifetimeMs: 1000 })
    const { jobId } = await merge([ann()])
    await client.readJob(jobId, call)
    clock.advance(2000)
    expect(await client.readJob(jobId, call)).toEqual({ state: 'expired' })
  })
})

describe('rejected rows', () => {
  const rejectBo: Partial<ActOnKnobs> = {
    rejectRow: (cells) => (cells['FirstName'] === 'Bo' ? 'No Bo here' : null),
  }
  const rows = [ann(), ['Bo', 'a "title",', 'bo@example.com', '']]

  test.each(['rejectedRecordsFile', 'rejectedFileName', 'fileName', 'rejects'])(
    'are read from the file that the job names under any key (%s)',
    async (rejectFileKey) => {
      const { mergeAndRead, client } = await startWithList({ ...rejectBo, rejectFileKey })
      const job = done(await mergeAndRead(rows))
      expect(job).toMatchObject({ appendCount: 1, rejectedCount: 1 })
      const [rejected] = await client.readRejectedRows(job.rejectedFile ?? '', call)
      expect(rejected?.cells).toMatchObject({ FirstName: 'Bo', Title: 'a "title",' })
      expect(rejected?.vendorWords).toBe('No Bo here')
    },
  )

  test('without a reason have none', async () => {
    const { mergeAndRead, client } = await startWithList({
      ...rejectBo,
      rejectFileHasReason: false,
    })
    const { rejectedFile } = done(await mergeAndRead(rows))
    const [rejected] = await client.readRejectedRows(rejectedFile ?? '', call)
    expect(rejected?.cells['Email Address']).toBe('bo@example.com')
    expect(rejected?.vendorWords).toBeNull()
  })

  test('without a file are only counted', async () => {
    const { mergeAndRead } = await startWithList({
      rejectRow: () => 'Nobody',
      rejectFile: 'unnamed',
      jobCountsAsText: true,
    })
    const many = Array.from({ length: 120 }, (_, index) => [
      '',
      '',
      `p${String(index)}@a.example`,
      '',
    ])
    expect(await mergeAndRead(many)).toMatchObject({ rejectedCount: 120, rejectedFile: null })
  })
})
