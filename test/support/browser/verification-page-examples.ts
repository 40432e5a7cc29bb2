/** Example data for the pages of comparisons and of explained persons: every finding, every outcome of a change. */
import { viewProblem } from '../../../src/api/problem-view.ts'
import { EXTRA_ROWS } from '../../../src/contracts/trouble.ts'
import type { ExplainedChange } from '../../../src/api/explanation.ts'
import { FINDING_KINDS } from '../../../src/contracts/finding.ts'
import { JOURNAL_OUTCOMES } from '../../../src/contracts/journal.ts'
import { changeSentence } from '../../../src/explaining/change-words.ts'
import type { ExplainPage } from '../../../src/web/pages/explain/explain-page.ts'
import type { FindingsPage } from '../../../src/web/pages/verification/findings-page.ts'
import { ACCOUNT, LONG_NAME, NOW } from './status-page-examples.ts'

const AT = '2026-05-01T06:00:00.000Z'

export const FINDINGS_PAGE: FindingsPage = {
  operator: 'ada',
  on24ClientId: ACCOUNT.on24ClientId,
  name: LONG_NAME,
  startedAt: AT,
  verification: {
    ...{ runKey: 'r', workflowId: 'account-verify/22950', runId: '0190f0c4' },
    ...{ kind: 'repair', finishedAt: null },
  },
  place: { given: { kind: 'missing' }, trail: 'x' },
  findings: {
    items: FINDING_KINDS.map((kind, index) => ({
      eventId: '4781233',
      kind,
      on24RegistrantId: index < 5 ? '612345678' : null,
      columns: kind === 'userEdited' ? ['Company', 'Status', 'Registration Date/Time'] : [],
      repairedAt: index % 2 === 0 ? null : AT,
    })),
    nextCursor: 'x',
  },
  problems: [
    viewProblem({
      ...{ kind: 'removalsHeld', detail: EXTRA_ROWS, eventId: '4781233' },
      ...{ rows: 61, since: new Date(AT) },
    }),
  ],
  webinars: new Map([['4781233', { title: LONG_NAME, listId: 'l-0001', excluded: false }]]),
  listUrl: 'https://lists.example.com/open?id={listId}',
  now: NOW,
}

const CHANGES: readonly ExplainedChange[] = (['pending', ...JOURNAL_OUTCOMES] as const).map(
  (outcome) => {
    const change = {
      seenAt: AT,
      endedAt: outcome === 'pending' ? null : AT,
      changed: ['registration', 'activity'] as ExplainedChange['changed'],
      attended: true,
      decision: 'write' as const,
      outcome,
      reason: outcome === 'userEdited' ? 'Company, Status' : null,
    }
    const run = outcome === 'pending' ? null : { workflowId: 'account-sync/22950', runId: 'r-1' }
    return { ...change, message: changeSentence(change), run }
  },
)

export const EXPLAIN_PAGE: ExplainPage = {
  operator: 'ada',
  account: { on24ClientId: ACCOUNT.on24ClientId, name: LONG_NAME },
  fields: { person: '612345678', eventId: '' },
  mistakes: {},
  found: {
    items: [
      {
        eventId: '4781233',
        title: LONG_NAME,
        listId: 'l-0001',
        listName: `${LONG_NAME} (4781233)`,
        on24RegistrantId: '612345678',
        row: 'inList',
        status: 'Registered',
        confirmedAt: AT,
        explanation: `Its row is in the list “${LONG_NAME} (4781233)”, with Status Registered.`,
        changes: [...CHANGES],
        earlierChanges: 12,
      },
      {
        eventId: '4781234',
        title: null,
        listId: null,
        listName: null,
        on24RegistrantId: '612345679',
        row: 'notInList',
        status: null,
        confirmedAt: null,
        explanation: 'The webinar has no list, so there is no row.',
        changes: [],
        earlierChanges: 0,
      },
    ],
    nextCursor: 'x',
  },
  trail: 'cursor1.cursor2',
  listUrl: 'https://lists.example.com/open?id={listId}',
  now: NOW,
}
