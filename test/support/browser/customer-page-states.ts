/** The HTML of every state of the customer's own page, by name. */
import { ACCOUNT_STATES } from '../../../src/contracts/account-state.ts'
import { TROUBLE_KINDS } from '../../../src/contracts/trouble.ts'
import { customerProblems } from '../../../src/web/status-link/problem-words.ts'
import {
  noStatusPage,
  type StatusPage,
  statusPage,
} from '../../../src/web/status-link/status-page.ts'
import type { Operator } from '../../../src/web/link/pages/operator-words.ts'

const CUSTOMER_PAGE: Omit<StatusPage, 'operator'> = {
  path: '/status/token',
  cursor: null,
  name: 'Contoso Learning',
  on24ClientId: '22950',
  actOnAccountName: 'Contoso Marketing',
  state: 'active',
  isLate: false,
  needsRelink: false,
  lastSuccessAt: '2026-06-15T12:04:00.000Z',
  nextSyncAt: '2026-06-15T18:00:00.000Z',
  waiting: 0,
  timeZone: 'America/Los_Angeles',
  runningSince: null,
  leftOut: { noEmail: 7 },
  problems: [],
  webinars: [
    {
      eventId: '990001',
      title: 'How lists grow',
      listName: 'How lists grow (990001)',
      startsAt: '2026-06-12T16:00:00.000Z',
      contacts: 1240,
      waiting: 0,
      excluded: false,
    },
    {
      ...{ eventId: '990002', title: null, listName: null, startsAt: null },
      ...{ contacts: 1, waiting: 3, excluded: true },
    },
  ],
  nextCursor: null,
}

/** @param longName a single long word, for titles and names */
export function customerPageStates(
  longName: string,
  operator: Operator,
): (readonly [string, string])[] {
  const page: StatusPage = { ...CUSTOMER_PAGE, operator }
  const since = new Date('2026-06-14T12:00:00.000Z')
  const troubles = TROUBLE_KINDS.map((kind) => ({
    ...{ kind, eventId: '1', since, rows: 2, detail: 'Email Address' },
  }))
  const many: StatusPage = {
    ...page,
    name: longName,
    waiting: 12,
    problems: customerProblems(troubles, new Map([['1', longName]])),
    webinars: [
      {
        ...{ eventId: '990001', title: longName, listName: longName, startsAt: null },
        ...{ contacts: 2, waiting: 1, excluded: false },
      },
    ],
    cursor: 'YQ',
    nextCursor: 'Yg',
  }
  return [
    ...ACCOUNT_STATES.map(
      (state) =>
        [
          `status-${state}`,
          statusPage({ ...page, state, needsRelink: state === 'needsRelink', waiting: 1 }),
        ] as const,
    ),
    ['status-well', statusPage(page)],
    ['status-late', statusPage({ ...page, isLate: true })],
    ['status-first', statusPage({ ...page, lastSuccessAt: null, webinars: [] })],
    ['status-many', statusPage(many)],
    ['status-unknown', noStatusPage(operator)],
  ]
}
