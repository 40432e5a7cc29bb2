import { describe, expect, test } from 'vitest'
import { ACCOUNT_STATES } from '../../../src/contracts/account-state.ts'
import {
  accountPath,
  pagesOf,
  readAccountQuery,
} from '../../../src/web/pages/account/account-query.ts'
import { ledgerSummary } from '../../../src/web/pages/account/ledger-summary.ts'
import { accountPage } from '../../../src/web/pages/account/account-page.ts'
import { accountsPage } from '../../../src/web/pages/accounts/accounts-page.ts'
import { accountsPath, readAccountsQuery } from '../../../src/web/pages/accounts/accounts-query.ts'
import { writtenChart } from '../../../src/web/pages/accounts/written-chart.ts'
import { operationOf, readActionFields } from '../../../src/web/pages/actions/action-form.ts'
import { actionPage, NO_FIELDS } from '../../../src/web/pages/actions/action-page.ts'
import { stateBadge } from '../../../src/web/pages/state-badge.ts'
import { temporalLinks } from '../../../src/web/pages/temporal-links.ts'
import { distance, duration } from '../../../src/web/pages/times.ts'
import { ACCOUNT_PAGE, ACCOUNTS, NOW, RUN } from '../../support/browser/status-page-examples.ts'
import { statusPageStates } from '../../support/browser/status-page-states.ts'

describe('times', () => {
  test.each([
    ['2026-05-01T09:29:31.000Z', 'now'],
    ['2026-05-01T09:29:00.000Z', '1 minute ago'],
    ['2026-05-01T07:31:00.000Z', '1 hour ago'],
    ['2026-04-28T09:31:00.000Z', '2 days ago'],
    ['2026-05-01T12:00:00.000Z', 'in 2 hours'],
  ])('%s is %s', (at, words) => {
    expect(distance(at, NOW)).toBe(words)
  })

  test.each([
    [0, '0 s'],
    [59, '59 s'],
    [80, '1 min 20 s'],
    [3_725, '1 h 2 min'],
  ])('%i seconds last %s', (seconds, words) => {
    const end = new Date(NOW.getTime() + seconds * 1000)
    expect(duration(NOW.toISOString(), end.toISOString())).toBe(words)
  })
})

describe('the list of accounts', () => {
  test('keeps the query in its URL, and drops what it cannot parse', () => {
    const query = { search: 'a&b', state: 'paused', sort: 'name', cursor: 'x' } as const
    const path = accountsPath(query)
    expect(path).toBe('/?search=a%26b&state=paused&sort=name&cursor=x')
    expect(readAccountsQuery(Object.fromEntries(new URLSearchParams(path.slice(2))))).toEqual(query)
    expect(readAccountsQuery({ search: ['a', 'b'], state: 'asleep', sort: 'age' })).toEqual({
      ...{ search: '', state: null, sort: 'lateness', cursor: null },
    })
  })

  test('shows each state by a word and a sign of its own', () => {
    const badges = ACCOUNT_STATES.map(stateBadge)
    const parts = (pattern: RegExp) => new Set(badges.map((badge) => pattern.exec(badge)?.[1]))
    expect(parts(/ d="([^"]+)"/).size).toBe(ACCOUNT_STATES.length)
    expect(parts(/>([^<>]+)<\/span/).size).toBe(ACCOUNT_STATES.length)
  })

  test('says what the chart shows, and draws a bar for a run that wrote nothing', () => {
    const chart = writtenChart([
      { contacts: 0, isGood: true },
      { contacts: 1200, isGood: false },
    ])
    expect(chart).toContain('latest 2 runs, oldest first: 0; 1,200"')
    expect([...chart.matchAll(/height="(\d+)"/g)].map(([, height]) => height)).toEqual([
      '30',
      '1',
      '30',
    ])
  })

  test('shows problems of an active account, too, with a link to them', () => {
    const page = accountsPage(ACCOUNTS)
    expect(page).toMatch(/href="\/accounts\/\d+#problems"\s*>13 problems</)
    expect(page).toContain('Next check of Act-On in 20 minutes')
  })

  test('escapes text from other systems', () => {
    const page = accountsPage(ACCOUNTS)
    expect(page).toMatch(/&(#60|lt);b&(#62|gt);so&/)
    expect(page).not.toContain('<b>so')
  })
})

describe('an account’s page', () => {
  test('pages one list and leaves the others where they are', () => {
    const query = readAccountQuery({ runs: 'a', audit: '7', webinars: ['x', 'y'] })
    expect(query).toEqual({
      ...{
        problems: null,
        runs: 'a',
        webinars: null,
        rejections: null,
        verifications: null,
        audit: '7',
      },
    })
    expect(accountPath('1', query)).toBe('/accounts/1?runs=a&audit=7')
    expect(pagesOf('1', query, 'runs', 'b')).toEqual({
      first: '/accounts/1?audit=7#runs',
      next: '/accounts/1?runs=b&audit=7#runs',
    })
    expect(pagesOf('1', query, 'webinars', null)).toEqual({ first: null, next: null })
  })

  test('says in a line what became of the registrations of a run', () => {
    expect(ledgerSummary(RUN.ledger)).toBe(
      '1,203 processed: 40 created, 12 updated, 1,140 unchanged, 1 removed, 6 filtered out, 3 rejected, 1 waiting',
    )
  })

  test('shows a run that is still discovering webinars as such, not as one without webinars', () => {
    const looking = { ...RUN, finishedAt: null, outcome: null, webinars: { read: 0, of: 0 } }
    const account = { ...ACCOUNT_PAGE.account, lastRun: looking }
    const page = accountPage({
      ...ACCOUNT_PAGE,
      account,
      runs: { items: [looking], nextCursor: null },
    })
    expect(page.match(/Looking for webinars/g)).toHaveLength(2)
    expect(page).not.toContain('of 0')
    const ended = { ...looking, finishedAt: RUN.finishedAt, outcome: RUN.outcome }
    expect(accountPage({ ...ACCOUNT_PAGE, runs: { items: [ended], nextCursor: null } })).toContain(
      '0 of 0 read',
    )
  })

  test.each([
    ['paused', 'Waits for a resume', 'A backfill waits for a resume'],
    ['active', 'Running', '31 of 400 webinars read'],
  ] as const)(
    'says of a backfill from before the last run while the account is %s: %s, and above: %s',
    (state, words, underWay) => {
      const items = ACCOUNT_PAGE.runs.items.filter(({ trigger }) => trigger === 'backfill')
      const account = { ...ACCOUNT_PAGE.account, state }
      const page = accountPage({ ...ACCOUNT_PAGE, account, runs: { items, nextCursor: null } })
      expect(page).toMatch(new RegExp(`class="outcome running"\\s*>${words}<`))
      expect(page).toContain(underWay)
    },
  )

  test('shows when a webinar starts, because backfills select by that time', () => {
    const [webinar] = ACCOUNT_PAGE.webinars.items
    expect(accountPage(ACCOUNT_PAGE)).toContain(`<time datetime="${webinar?.startsAt ?? ''}">`)
  })

  test('asks for a time zone where Act-On’s is unknown, and only there', () => {
    const pageWith = (unknownTimeZone: string | null) =>
      accountPage({ ...ACCOUNT_PAGE, account: { ...ACCOUNT_PAGE.account, unknownTimeZone } })
    expect(pageWith('GMT<5')).toContain('“GMT&#60;5” as the time zone')
    expect(pageWith(null)).not.toContain('unknown-time-zone')
  })

  test('shows for every problem its start, its kind and the next step', () => {
    const page = accountPage(ACCOUNT_PAGE)
    for (const { kind, nextStep } of ACCOUNT_PAGE.problems.items) {
      expect(page).toContain(`>${kind}<`)
      expect(page.replaceAll(/&#37;/g, '%')).toContain(nextStep)
    }
    const decide = /href="([^"]+\/held)\?next=/.exec(page)?.[1]
    expect(decide).toMatch(/^\/accounts\/22950\/webinars\/\d+\/held$/)
  })

  test('shows with a run why it did not end well', () => {
    expect(accountPage(ACCOUNT_PAGE)).toContain('Rows wait: ')
  })

  test('says while quota is waited for when Next check of Act-On', () => {
    const waiting = { ...ACCOUNT_PAGE.account, nextProbeAt: '2026-05-01T09:50:00.000Z' }
    const page = accountPage({ ...ACCOUNT_PAGE, account: waiting })
    expect(page).toMatch(/Next check of Act-On<\/dt>\s*<dd><span class="main">in 20 minutes</)
    expect(accountPage(ACCOUNT_PAGE)).not.toContain('Next check of Act-On')
  })

  test('gives a browser without JavaScript a link to refresh', () => {
    expect(accountPage(ACCOUNT_PAGE)).toContain(
      '<noscript><meta http-equiv="refresh" content="15" /></noscript>',
    )
  })
})

describe('operations on an account', () => {
  test.each([
    ['pause', { reason: ' x ' }, { signal: 'pause', reason: 'x' }],
    ['pause', {}, { signal: 'pause', reason: null }],
    ['resume', { reason: 'x' }, { signal: 'resume' }],
    ['sync', {}, { signal: 'syncNow' }],
    [
      'backfill',
      { from: '2026-01-01', to: '2026-01-31', dryRun: 'true' },
      { signal: 'backfill', from: '2026-01-01', to: '2026-01-31', dryRun: true },
    ],
  ] as const)('%s with %j is an operation', (action, form, operation) => {
    expect(operationOf(action, readActionFields(form))).toEqual({ operation })
  })

  test.each([
    ['pause', { reason: 'a\0b' }, 'Reason must not contain control characters'],
    ['pause', { reason: 'x'.repeat(501) }, 'Reason must be a text of 1 to 500 characters.'],
    ['backfill', { from: '1.1.2026', to: '2026-01-31' }, 'From must be a day as YYYY-MM-DD.'],
    ['backfill', { from: '2026-02-01', to: '2026-01-31' }, 'From must not be after to.'],
    ['backfill', undefined, 'From must be a day'],
  ] as const)('%s is not, with a mistake that is named', (action, form, mistake) => {
    const read = operationOf(action, readActionFields(form))
    expect('mistake' in read ? read.mistake : '').toContain(mistake)
  })
})

test('the sync page of a paused account says that a sync is refused, and what to do instead', () => {
  const { account } = ACCOUNT_PAGE
  const page = {
    operator: 'ada',
    action: 'sync',
    next: '/',
    fields: NO_FIELDS,
    mistake: null,
  } as const
  const isRefused = 'this is refused. Resume it instead'
  expect(actionPage({ ...page, account: { ...account, state: 'paused' } })).toContain(isRefused)
  expect(actionPage({ ...page, account: { ...account, state: 'active' } })).not.toContain(isRefused)
})

test('links into Temporal lead to the namespace, with ids that hold slashes in one piece', () => {
  const links = temporalLinks({
    temporalUiUrl: 'https://ui.example.com/t',
    temporal: { kind: 'embedded', port: 1, uiPort: 2, namespace: 'on24' },
  })
  const base = 'https://ui.example.com/t/namespaces/on24'
  expect(links?.schedule('22950')).toBe(`${base}/schedules/account-sync%2F22950`)
  expect(links?.controller('22950')).toBe(`${base}/workflows/account%2F22950`)
  expect(links?.run({ workflowId: 'a/b', runId: 'c' })).toBe(`${base}/workflows/a%2Fb/c/history`)
})

test('no page holds a style, a script or an event handler that its policy would forbid', () => {
  for (const [state, page] of statusPageStates()) {
    expect([state, /<style|\sstyle=|\son\w+=|<script(?! src)|javascript:/.exec(page)]).toEqual([
      state,
      null,
    ])
  }
})
