import { expect, onTestFinished, test } from 'vitest'
import { SLOT_RESULTS } from '../../../src/contracts/fleet.ts'
import { startRecordingApi } from '../../support/api/recording-api.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

const SLOT = '2026-05-01T06:00:00.000Z'
const NO_RUNS = Object.fromEntries(SLOT_RESULTS.map((result) => [result, 0]))

test.each([
  ['is told in a sentence', NO_RUNS, /^ {2}No account had a run of this slot, and none was/m],
  ['is not told of one with runs', { ...NO_RUNS, complete: 2 }, /times in UTC\n {2}complete +2$/m],
])('that a slot had no runs %s', async (_what, runs, words) => {
  const pendingRows = { rows: 0, isMore: false, countedAt: SLOT }
  const fleet = { slot: SLOT, runs, longestWithoutSuccess: null, pendingRows }
  const api = await startRecordingApi({ '/fleet': fleet })
  onTestFinished(() => api.close())
  const { status, out } = await atCommandLine(['fleet'], api)
  expect(status).toBe(0)
  expect(out).toMatch(words)
})
