/** An account and a run as the API answers them, for tests of the command line. */
import type { Account } from '../../../src/api/account.ts'
import type { Run } from '../../../src/api/run.ts'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'

export const AT = '2026-05-01T06:00:00.000Z'

/** Active, and never run. */
export function accountDocument(on24ClientId: string, changes: Partial<Account> = {}): Account {
  return {
    on24ClientId,
    name: `Client ${on24ClientId}`,
    region: 'na',
    actOnRegion: 'na',
    timeZone: 'UTC',
    unknownTimeZone: null,
    state: 'active',
    reason: null,
    since: null,
    actOnAccount: null,
    actOnCallsPerDay: null,
    notifyEmailTo: null,
    notifySlackSince: null,
    problems: [],
    nextProbeAt: null,
    lastSuccessAt: null,
    nextRunAt: null,
    lastRun: null,
    createdAt: AT,
    ...changes,
  }
}

/** Begun, and nothing done yet. */
export function runDocument(changes: Partial<Run> = {}): Run {
  return {
    workflowId: 'account-sync/1',
    runId: 'x',
    trigger: 'sync',
    windowFrom: null,
    windowTo: AT,
    startedAt: AT,
    finishedAt: null,
    outcome: null,
    failure: null,
    dryRun: false,
    webinars: { read: 0, of: 0 },
    ledger: EMPTY_LEDGER,
    calls: { on24: 0, actOn: 0 },
    ...{ backfill: null, comparison: null, delivery: null },
    ...changes,
  }
}
