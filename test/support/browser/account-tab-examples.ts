/** Example data for the tabs of an account's page. */
import type { DayFigures } from '../../../src/accounts/daily-figures.ts'
import type { AuditEntry } from '../../../src/api/audit-entry.ts'
import type { Rejection } from '../../../src/api/rejection.ts'
import type { Verification } from '../../../src/api/verification.ts'
import type { Webinar } from '../../../src/api/webinar.ts'
import type { AccountPage } from '../../../src/web/pages/account/account-page.ts'
import { accountPage } from '../../../src/web/pages/account/account-page.ts'
import { type Tab, tabPath } from '../../../src/web/pages/account/account-tabs.ts'
import { auditSection } from '../../../src/web/pages/account/audit-section.ts'
import { overview, type Overview } from '../../../src/web/pages/account/overview.ts'
import { noticesSection } from '../../../src/web/pages/account/notices-section.ts'
import { problemsSection } from '../../../src/web/pages/account/problems-section.ts'
import { rejectionsSection } from '../../../src/web/pages/account/rejections-section.ts'
import { runsSection } from '../../../src/web/pages/account/runs-section.ts'
import { settingsSection } from '../../../src/web/pages/account/settings-section.ts'
import { statusLinkSection } from '../../../src/web/pages/account/status-link-section.ts'
import type { TabList } from '../../../src/web/pages/account/tab-list.ts'
import { verificationsSection } from '../../../src/web/pages/account/verifications-section.ts'
import { webinarsSection } from '../../../src/web/pages/account/webinars-section.ts'
import { html, type Html } from '../../../src/web/html.ts'
import {
  ACCOUNT,
  ago,
  FIGURES,
  HELD_WEBINAR,
  LONG_NAME,
  NOW,
  PROBLEMS,
  RUNS,
  TEMPORAL,
} from './status-page-examples.ts'

export const WEBINARS: readonly Webinar[] = [
  HELD_WEBINAR,
  {
    ...{ eventId: '4781234', title: null, listId: null, listName: null, contacts: 0, held: 0 },
    ...{
      pending: 0,
      problem: null,
      startsAt: null,
      lastReadAt: null,
      settled: false,
      excluded: true,
    },
  },
]

const REJECTIONS: readonly Rejection[] = [
  {
    ...{ on24RegistrantId: '612345678', eventId: '4781233', field: 'Email Address' },
    ...{ reason: 'Act-On does not take the address.', source: 'actOn', tries: 2 },
    ...{ firstSeenAt: ago(4000), lastTriedAt: ago(205) },
  },
]

const VERIFICATIONS: readonly Verification[] = [
  {
    ...{ startedAt: ago(90), finishedAt: null, repair: true, lists: 12, contacts: 48_211 },
    ...{ missing: 3, extra: 1, duplicate: 0, different: 2, userEdited: 17, repaired: 20 },
  },
]

export const ENTRIES: readonly AuditEntry[] = [
  {
    ...{ at: ago(3), actor: 'operator:ada', action: 'paused', about: null, result: 'asked' },
    ...{ address: '2001:db8:85a3:8d3:1319:8a2e:370:7348' },
    sentence: 'Operator ada paused the account. It is being carried out.',
  },
  {
    ...{ at: ago(9), actor: 'operator:ada', action: 'excluded', about: '4781234' },
    ...{ result: 'ok', address: null },
    sentence: 'Operator ada excluded a webinar (4781234).',
  },
]

const STATUS_LINK = {
  url: `https://sync.example.com/status/${'x'.repeat(43)}`,
  ...{ madeBy: 'operator:ada', createdAt: NOW },
}

/** 30 days: 0, 1, 2… contacts, and one long wait. */
const DAYS: readonly DayFigures[] = Array.from({ length: 30 }, (_, index) => ({
  day: ago((29 - index) * 24 * 60).slice(0, 10),
  ...{ contacts: index * 100, callsOn24: 40 + index, callsActOn: index % 7 },
  hoursWithoutSuccess: index === 20 ? 31.26 : 6,
}))

export const OVERVIEW: Overview = {
  ...{ account: { ...ACCOUNT, problems: [...PROBLEMS] }, figures: FIGURES, runs: RUNS, days: DAYS },
  ...{ path: tabPath(ACCOUNT.on24ClientId, 'overview'), now: NOW, temporal: TEMPORAL },
}

export const ACCOUNT_PAGE: Omit<AccountPage, 'tab' | 'content'> = {
  operator: 'ada',
  message: 'Pause requested. All work for the account stops within 15 seconds.',
  account: { ...ACCOUNT, unknownTimeZone: LONG_NAME },
  ...{ isLate: false, path: tabPath(ACCOUNT.on24ClientId, 'runs'), now: NOW, temporal: TEMPORAL },
}

/** The third page of a list. */
export function listOf<Item>(items: readonly Item[]): TabList<Item> {
  return {
    ...{ on24ClientId: ACCOUNT.on24ClientId, items, now: NOW, path: ACCOUNT_PAGE.path },
    ...{ nextCursor: 'cursor3', place: { given: {}, trail: 'cursor1.cursor2' } },
  }
}

/** A list in which nothing was found. */
export function emptyList(): TabList<never> {
  return { ...listOf([]), nextCursor: null, place: { given: {}, trail: null } }
}

type Lists = <Item>(items: readonly Item[]) => TabList<Item>

const LIST_URL = 'https://lists.example.com/open?id={listId}'

/** What each tab shows. */
export function tabContents(list: Lists = listOf): Readonly<Record<Tab, Html>> {
  const { on24ClientId, state } = ACCOUNT
  const context = { on24ClientId, path: ACCOUNT_PAGE.path }
  return {
    overview: overview(OVERVIEW),
    runs: runsSection(list(RUNS), { state, temporal: TEMPORAL }),
    webinars: webinarsSection(list(WEBINARS), LIST_URL),
    problems: problemsSection(list(PROBLEMS)),
    rejections: rejectionsSection(list(REJECTIONS)),
    verifications: verificationsSection(list(VERIFICATIONS), { isLinked: true }),
    audit: auditSection(list(ENTRIES)),
    settings: html`!${settingsSection({ account: ACCOUNT, figures: FIGURES })}
    !${statusLinkSection(STATUS_LINK, context)} !${noticesSection(ACCOUNT)}`,
  }
}

export function tabPage(tab: Tab, content: Html = tabContents()[tab]): Html {
  return accountPage({ ...ACCOUNT_PAGE, tab, content })
}
