/** Example data for the operators' pages: accounts, runs, webinars and problems of every kind. */
import type { AccountFigures } from '../../../src/accounts/account-figures.ts'
import { viewProblem } from '../../../src/api/problem-view.ts'
import type { Account } from '../../../src/api/account.ts'
import type { AccountProblem, WebinarProblem } from '../../../src/api/account-problem.ts'
import type { Run } from '../../../src/api/run.ts'
import type { Webinar } from '../../../src/api/webinar.ts'
import { ACCOUNT_STATES, type AccountState } from '../../../src/contracts/account-state.ts'
import { RUN_OUTCOMES } from '../../../src/contracts/run.ts'
import { TROUBLE_KINDS } from '../../../src/contracts/trouble.ts'
import { troubleWords } from '../../../src/contracts/trouble-words.ts'
import type { AccountRow } from '../../../src/web/pages/accounts/account-row.ts'
import type { AccountsPage } from '../../../src/web/pages/accounts/accounts-page.ts'
import { temporalLinks } from '../../../src/web/pages/temporal-links.ts'
import { FLEET } from './fleet-example.ts'

export const NOW = new Date('2026-05-01T09:30:00.000Z')
export const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString()

/** A single long word, because customers choose their account names. */
export const LONG_NAME =
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

export const TEMPORAL = temporalLinks({
  temporalUiUrl: 'http://127.0.0.1:8233',
  temporal: { kind: 'embedded', port: 7233, uiPort: 8233, namespace: 'default' },
})

export const RUN: Run = {
  workflowId: 'account-sync/22950-2026-05-01T06:00:00Z',
  runId: '0190f0c4-0000-7000-8000-000000000001',
  trigger: 'schedule',
  windowFrom: ago(600),
  windowTo: ago(210),
  startedAt: ago(210),
  finishedAt: ago(205),
  outcome: 'complete',
  failure: null,
  dryRun: false,
  webinars: { read: 4, of: 4 },
  ledger: {
    ...{ read: 1200, carriedOver: 3, created: 40, updated: 12, unchanged: 1140, removed: 1 },
    ...{ filtered: { noEmail: 4, cancelled: 2 }, rejected: 3, pending: 1 },
  },
  calls: { on24: 14, actOn: 9 },
  backfill: null,
  comparison: null,
  delivery: null,
}

export const BACKFILL: Run = {
  ...RUN,
  runId: '0190f0c4-0000-7000-8000-000000000002',
  trigger: 'backfill',
  startedAt: ago(30),
  finishedAt: null,
  outcome: null,
  dryRun: true,
  webinars: { read: 31, of: 400 },
  backfill: {
    from: '2024-01-01',
    to: '2025-12-31',
    dryRun: true,
    expectedEndAt: ago(-300),
    cancelAskedAt: null,
  },
}

/** One problem of each kind. */
export const PROBLEMS: readonly AccountProblem[] = TROUBLE_KINDS.map((kind, index) => {
  const isOfAccount = kind === 'actOnRefuses' || kind === 'signInsUsedUp'
  const eventId = isOfAccount ? null : String(4781233 + index)
  return viewProblem({ kind, eventId, since: NOW, rows: index, detail: LONG_NAME })
})

const HELD: WebinarProblem = {
  kind: 'removalsHeld',
  since: ago(500),
  rows: 2,
  ...troubleWords({ kind: 'removalsHeld', rows: 2, detail: '' }),
}

export const HELD_WEBINAR: Webinar = {
  eventId: '4781233',
  title: LONG_NAME,
  startsAt: ago(500),
  listId: '1',
  listName: `${LONG_NAME} (4781233)`,
  contacts: 1403,
  held: 2,
  pending: 7,
  problem: HELD,
  lastReadAt: ago(205),
  settled: false,
  excluded: false,
}

export const ACCOUNT: Account = {
  on24ClientId: '22950',
  name: 'Brightwater Analytics',
  region: 'na',
  actOnRegion: 'na',
  timeZone: 'America/New_York',
  unknownTimeZone: null,
  state: 'active',
  reason: null,
  since: null,
  actOnAccount: { id: '41000', name: 'Brightwater Marketing' },
  actOnCallsPerDay: null,
  notifyEmailTo: ['operations.and.marketing@brightwater.example', 'ada@example.com'],
  notifySlackSince: ago(60 * 24),
  problems: [],
  nextProbeAt: null,
  lastSuccessAt: ago(205),
  nextRunAt: ago(-150),
  lastRun: RUN,
  createdAt: ago(60 * 24 * 90),
}

export const FIGURES: AccountFigures = {
  written: [0, 120, 3, 0, 88, 12, 4, 52].map((contacts, index) => ({
    contacts,
    isGood: index !== 2,
  })),
  rejected: 3,
  actOnCallsLeft: 29_012,
  actOnCallsPerDay: 30_000,
  isLate: false,
}

export function accountIn(state: AccountState, index: number): AccountRow {
  const isQuiet = state === 'active' || state === 'unlinked'
  return {
    account: {
      ...ACCOUNT,
      on24ClientId: String(22950 + index),
      state,
      since: state === 'active' ? null : ago(60 * (index + 1)),
      reason: isQuiet ? null : `${LONG_NAME} said that this is <b>so</b>.`,
      ...(state === 'unlinked' && { actOnAccount: null, lastSuccessAt: null, lastRun: null }),
      ...(state === 'unlinked' && { notifyEmailTo: null, notifySlackSince: null }),
      ...(state === 'active' && { problems: [...PROBLEMS] }),
      ...(state === 'waitingForQuota' && { nextProbeAt: ago(-20) }),
      ...(state === 'failing' && { name: LONG_NAME, lastRun: BACKFILL }),
      nextRunAt: state === 'paused' || state === 'unlinked' ? null : ago(-150),
    },
    figures: {
      ...FIGURES,
      ...(state === 'unlinked' && { written: [], rejected: 0 }),
      isLate: state === 'failing',
    },
  }
}

export const ACCOUNTS: AccountsPage = {
  operator: 'ada',
  message: null,
  query: { search: '', state: null, sort: 'trouble', cursor: null },
  fleet: FLEET,
  rows: ACCOUNT_STATES.map(accountIn),
  nextCursor: 'WyJuYW1lIl0',
  counts: { active: 4988, paused: 3, needsRelink: 4, waitingForQuota: 2, failing: 1, unlinked: 2 },
  orphans: 2,
  now: NOW,
  temporal: TEMPORAL,
}

export const RUNS: readonly Run[] = [
  BACKFILL,
  ...RUN_OUTCOMES.map((outcome, index) => ({
    ...RUN,
    outcome,
    failure: outcome === 'incomplete' ? `Rows wait: ${LONG_NAME}` : null,
    runId: `run-${String(index)}`,
  })),
]
