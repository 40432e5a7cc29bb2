/** The HTML of every state of the customer's pages, by name. */
import { ActOnAccountTaken, OtherActOnAccount } from '../../../src/accounts/link-account.ts'
import {
  ActOnAccessRefused,
  ActOnApiNotEnabled,
  ActOnRateLimited,
  ActOnUnavailable,
} from '../../../src/act-on/errors.ts'
import {
  ActOnClientRefused,
  ActOnTooManySignIns,
  ActOnWrongPassword,
} from '../../../src/act-on/tokens/token-errors.ts'
import { DayBudgetUsed } from '../../../src/store/paces/day-budget.ts'
import type { FirstSync } from '../../../src/web/link/first-sync.ts'
import { donePage } from '../../../src/web/link/pages/done-page.ts'
import { describeLinkFailure } from '../../../src/web/link/pages/link-failure.ts'
import type { Operator } from '../../../src/web/link/pages/operator-words.ts'
import { type LinkPage, linkPage } from '../../../src/web/link/pages/link-page.ts'
import {
  errorPage,
  notFoundPage,
  refusedPage,
  tooManyPage,
} from '../../../src/web/link/pages/message-pages.ts'
import { customerPageStates } from './customer-page-states.ts'

const FIRST_LINK: Omit<LinkPage, 'operator'> = {
  account: { name: 'Contoso Learning', on24ClientId: '22950' },
  keepsPassword: true,
  relink: null,
  userName: '',
  submission: 'submission',
  failure: null,
  fieldErrors: {},
}

/** A single long word, because customers choose their account names. */
const LONG_NAME = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

const FAILURES: readonly Error[] = [
  new ActOnWrongPassword(),
  new ActOnApiNotEnabled(),
  new ActOnTooManySignIns(20 * 60_000),
  new ActOnAccountTaken(),
  new OtherActOnAccount(),
  new ActOnClientRefused(),
  new DayBudgetUsed(30_000),
  new ActOnRateLimited('account', null),
  new ActOnAccessRefused('Act-On refused the access token.'),
  new ActOnUnavailable('HTTP 503', false),
  new DOMException('The operation timed out.', 'TimeoutError'),
]

const SYNC_STATES: readonly FirstSync['state'][] = [
  'waiting',
  'discovering',
  'reading',
  'writing',
  'done',
  'paused',
  'waitingForQuota',
  'needsRelink',
  'failed',
]

/** @param operator whom the pages name; some also name a long one */
export function linkPageStates(operator: Operator): Map<string, string> {
  const form: LinkPage = { ...FIRST_LINK, operator }
  return new Map([
    ['first-link', linkPage(form)],
    ['password-not-kept', linkPage({ ...form, keepsPassword: false })],
    ['named-relink', linkPage({ ...form, operator: longOperator(), relink: 'Contoso' })],
    ['relink', linkPage({ ...form, relink: 'Contoso Marketing' })],
    ['long-names', linkPage({ ...form, account: longAccount(), relink: LONG_NAME })],
    ['missing', linkPage({ ...form, fieldErrors: missing() })],
    ...FAILURES.map((error) => [`failure-${error.name}`, failed(form, error)] as const),
    ...SYNC_STATES.map((state) => [`done-${state}`, done(operator, state)] as const),
    ...customerPageStates(LONG_NAME, operator),
    ['not-found', notFoundPage(operator)],
    ['refused', refusedPage(operator)],
    ['too-many', tooManyPage(operator, { tryAgainAt: new Date(), waitMs: 35 * 60_000 })],
    ['error', errorPage(operator, { errorId: '0b8f2c54-6f0e-4b53-9a35-3df1c54f3f51' })],
  ])
}

function longOperator(): Operator {
  const page = `https://brightwater.example/${LONG_NAME}`
  return { name: LONG_NAME, logoUrl: null, contact: page, privacyUrl: page }
}

function longAccount(): LinkPage['account'] {
  return { name: LONG_NAME, on24ClientId: '1234567890' }
}

function missing(): LinkPage['fieldErrors'] {
  return {
    userName: 'Please enter your Act-On user name.',
    password: 'Please enter your Act-On password.',
  }
}

function failed(form: LinkPage, error: Error): string {
  return linkPage({
    ...form,
    userName: 'mary@contoso.example',
    failure: describeLinkFailure(error, { left: 2, waitMs: 0 }, form.operator),
  })
}

function done(operator: Operator, state: FirstSync['state']): string {
  const isBegun = state !== 'waiting' && state !== 'discovering'
  return donePage({
    operator,
    actOnAccountName: state === 'done' ? LONG_NAME : 'Contoso Marketing',
    folder: '22950',
    timeZone: 'America/Los_Angeles',
    unknownTimeZone: state === 'done' ? LONG_NAME : null,
    progress: {
      state,
      webinars: { of: 22, read: 14, finished: 9 },
      inActOn: isBegun ? { lists: 9, contacts: 1240 } : { lists: 0, contacts: 0 },
      rejected: 2,
    },
    statusPath: isBegun ? '/status/token' : null,
  })
}
