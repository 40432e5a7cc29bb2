/** Every state of the operators' pages, by name. */
import { troubleWords } from '../../../src/contracts/trouble-words.ts'
import { accountPage } from '../../../src/web/pages/account/account-page.ts'
import { TABS } from '../../../src/web/pages/account/account-tabs.ts'
import { overview } from '../../../src/web/pages/account/overview.ts'
import { rejectionsSection } from '../../../src/web/pages/account/rejections-section.ts'
import { statusLinkSection } from '../../../src/web/pages/account/status-link-section.ts'
import { accountsPage } from '../../../src/web/pages/accounts/accounts-page.ts'
import { actionPage, NO_FIELDS } from '../../../src/web/pages/actions/action-page.ts'
import { ACTIONS } from '../../../src/web/pages/actions/actions.ts'
import { explainPage } from '../../../src/web/pages/explain/explain-page.ts'
import { findingsPage } from '../../../src/web/pages/verification/findings-page.ts'
import { excludePage } from '../../../src/web/pages/actions/exclude-page.ts'
import { heldPage } from '../../../src/web/pages/actions/held-page.ts'
import { invitationPage } from '../../../src/web/pages/actions/invitation-page.ts'
import { rebuildPage } from '../../../src/web/pages/actions/rebuild-page.ts'
import { errorPage, problemPage, refusedPage } from '../../../src/web/pages/message-page.ts'
import { cancelBackfillPage } from '../../../src/web/pages/actions/cancel-backfill-page.ts'
import { apiDocument } from '../../../src/web/pages/reference/api-document.ts'
import { referencePage } from '../../../src/web/pages/reference/reference-page.ts'
import {
  confirmChosenPage,
  doneChosenPage,
  nothingChosenPage,
} from '../../../src/web/pages/chosen/chosen-page.ts'
import { changePage } from '../../../src/web/pages/settings/change-page.ts'
import { NOTHING_TYPED, registerPage } from '../../../src/web/pages/settings/register-page.ts'
import { removePage } from '../../../src/web/pages/settings/remove-page.ts'
import { repairPage } from '../../../src/web/pages/verification/repair-page.ts'
import { runPage } from '../../../src/web/pages/run/run-page.ts'
import { signInPage } from '../../../src/web/sign-in/sign-in-page.ts'
import { tooManyGuessesPage } from '../../../src/web/sign-in/too-many-guesses.ts'
import { servicePageStates } from './service-page-states.ts'
import { RUN_PAGE } from './run-page-example.ts'
import {
  ACCOUNT,
  accountIn,
  ACCOUNTS,
  HELD_WEBINAR,
  LONG_NAME,
  NOW,
  RUN,
} from './status-page-examples.ts'
import { ACCOUNT_PAGE, emptyList, OVERVIEW, tabPage } from './account-tab-examples.ts'
import { EXPLAIN_PAGE, FINDINGS_PAGE } from './verification-page-examples.ts'

const NEW = accountIn('unlinked', 0)
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
    ...TABS.map(([tab]): [string, string] => [`account-${tab}`, tabPage(tab)]),
    [
      'account-new',
      accountPage({
        ...ACCOUNT_PAGE,
        ...{ account: NEW.account, tab: 'overview', message: null, temporal: null },
        content: overview({ ...OVERVIEW, ...NEW, runs: [], temporal: null }),
      }),
    ],
    ['account-nothing', tabPage('rejections', rejectionsSection(emptyList()))],
    [
      'account-no-link',
      tabPage('settings', statusLinkSection(null, { on24ClientId: '22950', path: '/' })),
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
    ['findings-none', findingsPage({ ...FINDINGS_PAGE, findings: NOTHING })],
    [
      'rebuild',
      rebuildPage({
        ...{ operator: 'ada', account: ACCOUNT, webinar: HELD_WEBINAR },
        ...{ isAsked: true, next: '/' },
      }),
    ],
    [
      'exclude',
      excludePage({ operator: 'ada', account: ACCOUNT, webinar: HELD_WEBINAR, next: '/' }),
    ],
    [
      'include',
      excludePage({
        ...{ operator: 'ada', account: ACCOUNT, next: '/' },
        webinar: { ...HELD_WEBINAR, excluded: true, listId: null },
      }),
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
    [
      'chosen',
      confirmChosenPage({
        ...{ operator: 'ada', action: 'pause', next: '/' },
        accounts: [{ on24ClientId: '22950', name: LONG_NAME }],
        ...{ fields: NO_FIELDS, mistake: 'Reason must not contain control characters.' },
      }),
    ],
    [
      'chosen-done',
      doneChosenPage({
        ...{ operator: 'ada', action: 'sync', next: '/' },
        asked: [{ on24ClientId: '22951', name: 'Example' }],
        refused: [{ on24ClientId: '22950', name: LONG_NAME, why: 'The account is paused.' }],
      }),
    ],
    ['chosen-none', nothingChosenPage('ada', '/')],
    ...servicePageStates(),
    ['register', registerPage({ operator: 'ada', ...NOTHING_TYPED })],
    [
      'register-refused',
      registerPage({
        operator: 'ada',
        typed: { on24ClientId: 'x', name: LONG_NAME, region: 'eu' },
        mistakes: { on24ClientId: 'This must be the ON24 client id as a string of digits.' },
        alert: 'Some fields are not as they must be. Nothing was registered.',
      }),
    ],
    [
      'change',
      changePage({
        ...{ operator: 'ada', account: ACCOUNT, mistakes: {}, alert: null },
        values: { name: LONG_NAME, region: 'na', timeZone: 'Europe/Berlin' },
        slackSince: NOW.toISOString(),
      }),
    ],
    ['remove', removePage({ operator: 'ada', account: ACCOUNT, alert: 'Type 22950 to confirm.' })],
    ['reference', referencePage(apiDocument())],
    [
      'cancel-backfill',
      cancelBackfillPage({
        ...{ operator: 'ada', account: ACCOUNT },
        backfill: { from: '2025-01-01', to: '2025-12-31', dryRun: true },
      }),
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
