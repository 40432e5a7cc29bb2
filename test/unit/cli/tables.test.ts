import { expect, test } from 'vitest'
import type { Rejection } from '../../../src/api/rejection.ts'
import type { Run } from '../../../src/api/run.ts'
import { type Column, renderTable } from '../../../src/cli/table.ts'
import { rejectionColumns, runColumns } from '../../../src/cli/tables.ts'

const AT = '2026-05-01T06:00:00.000Z'

function linesOf<Row>(row: Row, columns: readonly Column<Row>[], width: number): string[] {
  const paint = (_colour: string, words: string) => words
  const lines = renderTable([row], columns, { width, paint }).split('\n')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
  return lines
}

test('a run with large counts fits 80 columns; with 130 it shows more of its ledger', () => {
  const run: Run = {
    workflowId: 'account-sync/22950-x',
    runId: 'y',
    trigger: 'backfill',
    windowFrom: null,
    windowTo: AT,
    startedAt: AT,
    finishedAt: AT,
    outcome: 'waitingForQuota',
    failure: null,
    dryRun: false,
    webinars: { read: 1000, of: 1200 },
    ledger: {
      read: 120_000,
      carriedOver: 0,
      created: 90_000,
      updated: 10_000,
      unchanged: 10_000,
      removed: 4000,
      filtered: { test: 3000, internal: 1000 },
      rejected: 1500,
      pending: 500,
    },
    calls: { on24: 1, actOn: 1 },
    backfill: null,
    comparison: null,
    delivery: null,
  }
  const [short = '', counts = ''] = linesOf(run, runColumns, 80)
  expect(short).toMatch(/^Started \(UTC\) +Trigger +Outcome +Webinars +Created +Rejected$/)
  expect(counts).toMatch(
    /^2026-05-01 06:00 +backfill +waitingForQuota +1,000\/1,200 +90,000 +1,500$/,
  )
  const [, dry = ''] = linesOf({ ...run, dryRun: true, outcome: 'complete' }, runColumns, 80)
  expect(dry).toMatch(/ dry run +complete +1,000\/1,200 +\(90,000\) +1,500 +500$/)
  const [head = '', row = ''] = linesOf(run, runColumns, 130)
  expect(head).toMatch(/Read +Created +Updated +Removed +Rejected +Pending +Filtered +Failure$/)
  expect(row).toMatch(/120,000 +90,000 +10,000 +4,000 +1,500 +500 +4,000 +–$/)
})

test('a rejection keeps its reason, cut, and gives up its times first', () => {
  const rejection: Rejection = {
    on24RegistrantId: '612345678',
    eventId: '4781233',
    field: 'Email Address',
    reason: 'Act-On says that the address is not one, in many words and at some length.',
    source: 'actOn',
    firstSeenAt: AT,
    lastTriedAt: AT,
    tries: 3,
  }
  const [head = '', row = ''] = linesOf(rejection, rejectionColumns, 80)
  expect(head).toMatch(/^Event +Registrant +Field +Reason +Refused by +Tries$/)
  expect(row).toMatch(/^4781233 +612345678 +Email.* Act-On says that.*… +Act-On +3$/)
  const never = { ...rejection, source: 'mapping', tries: 0 } as const
  const [, neverTried = ''] = linesOf(never, rejectionColumns, 200)
  expect(neverTried).toMatch(/ mapping +0 +2026-05-01 06:00 +–$/)
})
