import { describe, expect, test } from 'vitest'
import { ACCOUNT_STATES } from '../../../src/contracts/account-state.ts'
import { accountsPage } from '../../../src/web/pages/accounts/accounts-page.ts'
import { accountsPath, readAccountsQuery } from '../../../src/web/pages/accounts/accounts-query.ts'
import { writtenChart } from '../../../src/web/pages/accounts/written-chart.ts'
import { operationOf, readActionFields } from '../../../src/web/pages/actions/action-form.ts'
import { actionPage, NO_FIELDS } from '../../../src/web/pages/actions/action-page.ts'
import { stateBadge } from '../../../src/web/pages/state-badge.ts'
import { temporalLinks } from '../../../src/web/pages/temporal-links.ts'
import { distance, duration } from '../../../src/web/pages/times.ts'
import { ACCOUNT, ACCOUNTS, NOW } from '../../support/browser/status-page-examples.ts'
import { RUN_PAGE } from '../../support/browser/run-page-example.ts'
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
    const query = { search: 'a&b', state: 'paused', sort: 'name', cursor: 'x.y' } as const
    const path = accountsPath(query)
    expect(path).toBe('/?search=a%26b&state=paused&sort=name&cursor=x.y')
    expect(readAccountsQuery(Object.fromEntries(new URLSearchParams(path.slice(2))))).toEqual(query)
    expect(readAccountsQuery({ search: ['a', 'b'], state: 'asleep', sort: 'age' })).toEqual({
      ...{ search: '', state: null, sort: 'trouble', cursor: null },
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
    expect(page).toMatch(/href="\/accounts\/\d+\/problems"\s*>13 problems</)
    expect(page).toContain('Next probe of Act-On in 20 minutes')
  })

  test('escapes text from other systems', () => {
    const page = accountsPage(ACCOUNTS)
    expect(page).toMatch(/&(#60|lt);b&(#62|gt);so&/)
    expect(page).not.toContain('<b>so')
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
  const account = ACCOUNT
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

test.each([
  ['account-overview', '22950'],
  ['account-settings', `https://sync.example.com/status/${'x'.repeat(43)}`],
  ['account-rejections', '4781233'],
  ['account-rejections', '612345678'],
  ['invitation', `https://sync.example.com/link/${'x'.repeat(43)}`],
  ['run', RUN_PAGE.run.workflowId],
  ['run', RUN_PAGE.run.runId],
])('the page %s copies %s, with a button that only a script shows', (state, text) => {
  const page = statusPageStates().get(state) ?? ''
  const button = new RegExp(`<button[^>]* data-copy="${text}" hidden`)
  expect(page).toMatch(button)
})

test('the page of a pause or resume that changes nothing says so', () => {
  const page = { operator: 'ada', next: '/', fields: NO_FIELDS, mistake: null }
  const of = (action: 'pause' | 'resume', state: 'active' | 'paused') =>
    actionPage({ ...page, action, account: { on24ClientId: '1', name: 'One', state } })
  expect(of('pause', 'paused')).toContain('this changes nothing, and the first reason stays')
  expect(of('resume', 'active')).toContain('this changes nothing')
  expect(of('pause', 'active') + of('resume', 'paused')).not.toContain('changes nothing')
})
