/** Example data for the page of one run: webinars and rows in every state. */
import { ROW_STATES } from '../../../src/api/run-details.ts'
import { READ_STATES } from '../../../src/contracts/run.ts'
import type { RunPage } from '../../../src/web/pages/run/run-page.ts'
import { ago, BACKFILL, LONG_NAME, NOW, RUN, TEMPORAL } from './status-page-examples.ts'

export const RUN_PAGE: RunPage = {
  operator: 'ada',
  account: { on24ClientId: '22950', name: LONG_NAME, state: 'paused' },
  run: { ...BACKFILL, failure: `Rows wait: ${LONG_NAME}` },
  lists: 5,
  taken: {
    rows: 93,
    by: [
      { workflowId: 'account-sync/22950', runId: 'r-9', startedAt: new Date(ago(20)) },
      { workflowId: 'account-backfill/22950', runId: 'r-8', startedAt: new Date(ago(10)) },
    ].map((taker) => ({ ...taker, trigger: 'sync', comparison: null })),
  },
  times: {
    ...{ discoveredAt: new Date(ago(29)), actOnStoppedAt: null, comparisons: null },
    reads: {
      ...{ count: 30, first: new Date(ago(28)), last: new Date(ago(3)) },
      slices: Array.from({ length: 48 }, (_, slice) => slice % 5),
    },
    uploads: { count: 1, first: new Date(ago(2)), last: new Date(ago(2)), slices: [] },
  },
  query: { state: 'failed', webinars: 'x', row: null, rows: 'x' },
  webinars: {
    items: READ_STATES.map((state, index) => ({
      ...{ eventId: String(4781233 + index), title: LONG_NAME, state, ledger: RUN.ledger },
      failure: state === 'failed' ? `ON24 answered: ${LONG_NAME}` : null,
      ...{ delivered: state !== 'notRead', refusal: state === 'notRead' ? '400 10004' : null },
      takenOver: index,
    })),
    nextCursor: 'older',
  },
  rows: {
    items: ROW_STATES.map((state) => ({
      ...{ on24RegistrantId: '612345678', eventId: `478123${String(ROW_STATES.indexOf(state))}` },
      ...{ state, removal: state === 'held', reason: LONG_NAME, field: 'Email Address', tries: 2 },
      ...{ since: ago(4000), lastTriedAt: null },
    })),
    nextCursor: 'older',
  },
  now: NOW,
  temporal: TEMPORAL,
}
