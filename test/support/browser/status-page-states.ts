/** Every state of the operators' pages, by name. */
import { troubleWords } from '../../../src/contracts/trouble-words.ts'
import { accountPage } from '../../../src/web/pages/account/account-page.ts'
import { accountsPage } from '../../../src/web/pages/accounts/accounts-page.ts'
import { actionPage, NO_FIELDS } from '../../../src/web/pages/actions/action-page.ts'
import { ACTIONS } from '../../../src/web/pages/actions/actions.ts'
import { explainPage } from '../../../src/web/pages/explain/explain-page.ts'
import { findingsPage } from '../../../src/web/pages/verification/findings-page.ts'
import { heldPage } from '../../../src/web/pages/actions/held-page.ts'
import { invitationPage } from '../../../src/web/pages/actions/invitation-page.ts'
import { rebuildPage } from '../../../src/web/pages/actions/rebuild-page.ts'
import { errorPage, problemPage, refusedPage } from '../../../src/web/pages/message-page.ts'
import { repairPage } from '../../../src/web/pages/verification/repair-page.ts'
import { runPage } from '../../../src/web/pages/run/run-page.ts'
import { signInPage } from '../../../src/web/sign-in/sign-in-page.ts'
import { tooManyGuessesPage } from '../../../src/web/sign-in/too-many-guesses.ts'
import { RUN_PAGE } from './run-page-example.ts'
import {
  ACCOUNT,
  ACCOUNT_PAGE,
  accountIn,
  ACCOUNTS,
  HELD_WEBINAR,
  LONG_NAME,
  NOW,
  RUN,
} from './status-page-examples.ts'
import { EXPLAIN_PAGE, FINDINGS_PAGE } from './verification-page-examples.ts'

const NOTHING = { items: [], nextCursor: null }

/** The HTML of each state, by name. */
export function statusPageStates(): ReadonlyMap<string, string> {
  const states = new Map([
    ['sign-in', signInPage({ next: '/accounts/22950', failure: null, message: null })],
    ['sign-in-wrong', signInPage({ next: null, failure: 'wrong', message: null })],
    ['signed-out', signInPage({ next: null, failure: null, message: 'You are signed out.' })],
    ['too-many', tooManyGuessesPage(NOW)],
    ['accounts', accountsPage(ACCOUNTS)],
    [
      'accounts-found',
      accountsPage({
        ...ACCOUNTS,
        query: { search: LONG_NAME, state: 'failing', sort: 'name', cursor: 'x' },
        temporal: null,
        message: 'Sync requested.',
      }),
    ],
    ['accounts-none', accountsPage({ ...ACCOUNTS, rows: [], nextCursor: null })],
    ['account', accountPage(ACCOUNT_PAGE)],
    [
      'account-new',
      accountPage({
        ...ACCOUNT_PAGE,
        ...accountIn('unlinked', 0),
        ...{
          problems: NOTHING,
          runs: NOTHING,
          webinars: NOTHING,
          rejections: NOTHING,
          audit: NOTHING,
        },
        message: null,
        temporal: null,
      }),
    ],
    ['run', runPage(RUN_PAGE)],
    [
      'run-nothing',
      runPage({
        ...RUN_PAGE,
        ...{ run: RUN, query: { state: null, webinars: null, row: null, rows: null } },
        ...{ webinars: NOTHING, rows: NOTHING, temporal: null },
      }),
    ],
    [
      'held',
      heldPage({
        ...{ operator: 'ada', account: ACCOUNT, webinar: HELD_WEBINAR, next: '/' },
        trouble: troubleWords({ kind: 'removalsHeld', rows: HELD_WEBINAR.held, detail: '' }),
      }),
    ],
    ['explain', explainPage(EXPLAIN_PAGE)],
    [
      'explain-mistake',
      explainPage({
        ...EXPLAIN_PAGE,
        mistakes: { eventId: 'This must be an event id.' },
        found: null,
      }),
    ],
    ['explain-nobody', explainPage({ ...EXPLAIN_PAGE, found: NOTHING })],
    ['findings', findingsPage(FINDINGS_PAGE)],
    ['findings-none', findingsPage({ ...FINDINGS_PAGE, kind: 'missing', findings: NOTHING })],
    [
      'rebuild',
      rebuildPage({ operator: 'ada', account: ACCOUNT, webinar: HELD_WEBINAR, next: '/' }),
    ],
    ['repair', repairPage({ operator: 'ada', account: ACCOUNT, next: '/' })],
    [
      'invitation',
      invitationPage({
        operator: 'ada',
        account: ACCOUNT,
        link: {
          url: `https://sync.example.com/link/${'x'.repeat(43)}`,
          expiresAt: NOW.toISOString(),
        },
      }),
    ],
    [
      'problem',
      problemPage({ title: 'The account is not linked', detail: 'Invite the customer first.' }),
    ],
    ['refused', refusedPage()],
    ['error', errorPage('0190f0c4-0000-7000-8000-000000000003')],
  ])
  for (const action of ACTIONS) {
    const page = { operator: 'ada', account: ACCOUNT, action, next: '/', fields: NO_FIELDS }
    states.set(action, actionPage({ ...page, mistake: null }))
  }
  return states.set(
    'backfill-mistake',
    actionPage({
      ...{ operator: 'ada', account: ACCOUNT, action: 'backfill', next: '/' },
      fields: { ...NO_FIELDS, from: '2026-05-01', to: '2026-04-01', dryRun: true },
      mistake: 'From must not be after to.',
    }),
  )
}
