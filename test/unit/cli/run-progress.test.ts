import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { Run } from '../../../src/api/run.ts'
import { startProgress } from '../../../src/cli/run-progress.ts'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'

const AT = '2026-05-01T06:00:00.000Z'

function run(trigger: Run['trigger'], webinars: Run['webinars']): Run {
  return {
    workflowId: 'account-verify/1',
    runId: 'x',
    trigger,
    windowFrom: null,
    windowTo: AT,
    startedAt: AT,
    finishedAt: null,
    outcome: null,
    failure: null,
    dryRun: false,
    webinars,
    ledger: { ...EMPTY_LEDGER, read: 1200 },
    calls: { on24: 0, actOn: 0 },
    backfill: null,
    comparison: null,
    delivery: trigger === 'backfill' ? { done: 1, of: 3 } : null,
  }
}

function progressOf(trigger: Run['trigger']): string[] {
  const lines: string[] = []
  const progress = startProgress({
    canRedraw: false,
    progress: new PassThrough(),
    width: 80,
    err: (line) => void lines.push(line),
  })
  for (const read of [0, 1, 1, 3]) progress.show(run(trigger, { read, of: read === 0 ? 0 : 3 }))
  progress.end()
  return lines
}

test('a verification shows how many webinars are compared, of all; other runs, how many are read', () => {
  expect(progressOf('compare')).toEqual([
    'looking for webinars',
    '1/3 webinars compared, 1,200 contacts',
    '3/3 webinars compared, 1,200 contacts',
  ])
  expect(progressOf('backfill')).toEqual([
    'looking for webinars',
    '1/3 webinars, 1 delivered, 1,200 contacts',
    '3/3 webinars, 1 delivered, 1,200 contacts',
  ])
  expect(progressOf('sync')).toEqual([
    'looking for webinars',
    '1/3 webinars, 1,200 contacts',
    '3/3 webinars, 1,200 contacts',
  ])
})
