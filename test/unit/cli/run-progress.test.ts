import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { Run } from '../../../src/api/run.ts'
import { startProgress } from '../../../src/cli/run-progress.ts'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'
import { runDocument } from '../../support/api/example-documents.ts'

function run(trigger: Run['trigger'], webinars: Run['webinars']): Run {
  return runDocument({
    workflowId: 'account-verify/1',
    trigger,
    webinars,
    ledger: { ...EMPTY_LEDGER, read: 1200 },
    delivery: trigger === 'backfill' ? { done: 1, of: 3 } : null,
  })
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
