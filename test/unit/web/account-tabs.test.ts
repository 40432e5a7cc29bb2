import { describe, expect, test } from 'vitest'
import { ProblemQuery } from '../../../src/api/account-problem.ts'
import { AuditQuery } from '../../../src/api/audit-entry.ts'
import { PAGING } from '../../../src/api/paging.ts'
import { RejectionQuery } from '../../../src/api/rejection.ts'
import { RunQuery } from '../../../src/api/run.ts'
import { FindingQuery, VerificationQuery } from '../../../src/api/verification.ts'
import { WebinarQuery } from '../../../src/api/webinar.ts'
import { accountPage } from '../../../src/web/pages/account/account-page.ts'
import { TABS } from '../../../src/web/pages/account/account-tabs.ts'
import { ledgerSummary } from '../../../src/web/pages/account/ledger-summary.ts'
import { overview, type Overview } from '../../../src/web/pages/account/overview.ts'
import { runsSection } from '../../../src/web/pages/account/runs-section.ts'
import { settingsSection } from '../../../src/web/pages/account/settings-section.ts'
import { webinarsSection } from '../../../src/web/pages/account/webinars-section.ts'
import { findingsPage } from '../../../src/web/pages/verification/findings-page.ts'
import {
  ACCOUNT_PAGE,
  listOf,
  OVERVIEW,
  tabContents,
  tabPage,
  WEBINARS,
} from '../../support/browser/account-tab-examples.ts'
import { BACKFILL, PROBLEMS, RUN } from '../../support/browser/status-page-examples.ts'
import { FINDINGS_PAGE } from '../../support/browser/verification-page-examples.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

const overviewWith = (changes: Partial<Overview>) => overview({ ...OVERVIEW, ...changes })

describe('the tabs of an account’s page', () => {
  test('lead to one another, and only the current one is marked', () => {
    for (const [tab, name] of TABS) {
      const page = tabPage(tab)
      for (const [other] of TABS) expect(page).toContain(`id="to-${other}"`)
      const marked = [...page.matchAll(/id="to-(\w+)"[^>]*aria-current="page"/g)]
      expect(marked.map(([, id]) => id)).toEqual([tab])
      expect(page).toContain(tab === 'overview' ? '<title>Brightwater' : `<title>${name}: `)
    }
  })

  test('reload without JavaScript where no filter is typed, on the overview alone', () => {
    const reload = '<noscript><meta http-equiv="refresh" content="15" /></noscript>'
    const reloading = TABS.filter(([tab]) => tabPage(tab).includes(reload))
    expect(reloading).toEqual([['overview', 'Overview']])
  })

  test('ask each element that refreshes for an id of its own', () => {
    for (const [tab] of TABS) {
      const ids = [...tabPage(tab).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
      expect([tab, ids.filter((id, index) => ids.indexOf(id) !== index)]).toEqual([tab, []])
    }
  })
})

describe('a filter', () => {
  const FILTERED = [
    ['runs', RunQuery, 'runs', ['22950']],
    ['webinars', WebinarQuery, 'webinars', ['22950']],
    ['problems', ProblemQuery, 'problems', ['22950']],
    ['rejections', RejectionQuery, 'rejections', ['22950']],
    ['verifications', VerificationQuery, 'verifications', ['22950']],
    ['audit', AuditQuery, 'audit', ['22950']],
    ['findings', FindingQuery, 'findings', ['22950', '2026-05-01T06:00:00.000Z']],
  ] as const
  const contents = tabContents()
  const pageOf = (list: (typeof FILTERED)[number][0]) =>
    list === 'findings' ? findingsPage(FINDINGS_PAGE) : contents[list]
  const namesIn = (schema: (typeof FILTERED)[number][1]) =>
    Object.keys(schema.shape)
      .filter((name) => !Object.hasOwn(PAGING, name))
      .toSorted()

  test.each(FILTERED)(
    'of %s has the same name on the page, in the API and as an option',
    async (list, schema, command) => {
      const form = new RegExp(`<form class="filter" id="${list}-filter"[^]*?</form>`).exec(
        pageOf(list),
      )
      const fields = [...(form?.[0] ?? '').matchAll(/<(?:select|input)[^>]* name="(\w+)"/g)]
      expect(fields.map(([, name]) => name).toSorted()).toEqual(namesIn(schema))
      const { out } = await atCommandLine([command, '--help'])
      for (const name of namesIn(schema)) {
        const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
        expect(out).toContain(`--${option} <`)
      }
    },
  )

  test('shows what is chosen, and keeps it on the next page', () => {
    const list = { ...listOf([RUN]), place: { given: { outcome: 'failed' }, trail: 'a.b' } }
    const section = runsSection(list, { state: 'active', temporal: null })
    expect(section).toMatch(/<option value="failed" selected/)
    const pages = [...section.matchAll(/id="runs-(\w+)" href="([^"]+)"/g)]
    expect(
      pages.map(([, id, href]) => [
        id,
        href?.replaceAll('&#61;', '=').replaceAll('&#38;', '&').replaceAll('&amp;', '&'),
      ]),
    ).toEqual([
      ['first', '/accounts/22950/runs?outcome=failed'],
      ['previous', '/accounts/22950/runs?outcome=failed&page=a'],
      ['next', '/accounts/22950/runs?outcome=failed&page=a.b.cursor3'],
    ])
  })
})

describe('the overview', () => {
  test('shows a run that is still discovering webinars as such, not as one without webinars', () => {
    const looking = { ...RUN, finishedAt: null, outcome: null, webinars: { read: 0, of: 0 } }
    const content = overviewWith({ runs: [looking] })
    expect(content.match(/Looking for webinars/g)).toHaveLength(2)
    expect(content).not.toContain('of 0')
    const ended = { ...looking, finishedAt: RUN.finishedAt, outcome: RUN.outcome }
    expect(overviewWith({ runs: [ended] })).toContain('0 of 0 read')
  })

  test.each([
    ['paused', 'Waits for a resume', 'A backfill waits for a resume'],
    ['active', 'Running', '31 of 400 webinars read'],
  ] as const)(
    'says of a backfill from before the last run while the account is %s: %s, and above: %s',
    (state, words, underWay) => {
      const account = { ...OVERVIEW.account, state }
      const content = overviewWith({ account, runs: [RUN, BACKFILL] })
      expect(content).toMatch(new RegExp(`class="outcome running"\\s*>${words}<`))
      expect(content).toContain(underWay)
    },
  )

  test('asks for a time zone where Act-On’s is unknown, and only there', () => {
    const contentWith = (unknownTimeZone: string | null) =>
      overviewWith({ account: { ...OVERVIEW.account, unknownTimeZone } })
    expect(contentWith('GMT<5')).toContain('“GMT&#60;5” as the time zone')
    expect(contentWith(null)).not.toContain('unknown-time-zone')
  })

  test('says while quota is waited for when Next check of Act-On', () => {
    const account = { ...OVERVIEW.account, nextProbeAt: '2026-05-01T09:50:00.000Z' }
    expect(overviewWith({ account })).toMatch(
      /Next check of Act-On<\/dt>\s*<dd><span class="main">in 20 minutes</,
    )
    expect(overviewWith({})).not.toContain('Next check of Act-On')
  })

  test('shows the oldest trouble, and how much there is', () => {
    const content = overviewWith({})
    expect([...content.matchAll(/id="problem-/g)]).toHaveLength(3)
    expect(content).toContain(`All trouble: ${String(PROBLEMS.length)}`)
  })
})

describe('a tab', () => {
  const contents = tabContents()

  test('says in a line what became of the registrations of a run', () => {
    expect(ledgerSummary(RUN.ledger)).toBe(
      '1,203 processed: 40 created, 12 updated, 1,140 unchanged, 1 removed, 6 filtered out, 3 rejected, 1 waiting',
    )
  })

  test('shows when a webinar starts, because backfills select by that time', () => {
    const [webinar] = WEBINARS
    expect(contents.webinars).toContain(`<time datetime="${webinar?.startsAt ?? ''}">`)
  })

  test('shows for every trouble its start, its kind and the next step', () => {
    for (const { kind, nextStep } of PROBLEMS) {
      expect(contents.problems).toContain(`>${kind}<`)
      expect(contents.problems.replaceAll(/&#37;/g, '%')).toContain(nextStep)
    }
    const decide = /href="([^"]+\/held)\?next=/.exec(contents.problems)?.[1]
    expect(decide).toMatch(/^\/accounts\/22950\/webinars\/\d+\/held$/)
  })

  test('shows with a run why it did not end well', () => {
    expect(contents.runs).toContain('Rows wait: ')
  })

  test('links to a list in Act-On where its address is set, and to none that does not exist', () => {
    const linked = (listUrl: string | null) =>
      [
        ...webinarsSection(listOf(WEBINARS), listUrl).matchAll(/id="list-\d+"\s+href="([^"]+)"/g),
      ].map(([, href]) => href)
    expect(linked('https://lists.example.com/{listId}/open')).toEqual([
      'https://lists.example.com/1/open',
    ])
    expect(linked(null)).toEqual([])
    expect(findingsPage(FINDINGS_PAGE)).toContain('https://lists.example.com/open?id&#61;l-0001')
    expect(findingsPage({ ...FINDINGS_PAGE, listUrl: null })).not.toContain('Open in Act-On')
  })

  test('names the state, and that a success is overdue, on every tab', () => {
    const page = accountPage({ ...ACCOUNT_PAGE, tab: 'audit', content: '', isLate: true })
    expect(page).toMatch(/>Active<[^]*>Late</)
  })
})

test('the tab Settings tells the calls to Act-On a day: the general setting, or the account’s own', () => {
  const figures = { actOnCallsPerDay: 30_000, actOnCallsLeft: 29_012 }
  const words = (actOnCallsPerDay: number | null) =>
    settingsSection({ account: { on24ClientId: '22950', actOnCallsPerDay }, figures })
  expect(words(null)).toMatch(/30,000[^]*general setting, ACTON_CALLS_PER_DAY; 29,012 are left/)
  expect(words(30_000)).toContain('the account’s own setting')
})
