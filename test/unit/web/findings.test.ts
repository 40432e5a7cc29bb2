/** The findings of a comparison name their webinar, and say what can be done, with links that lead there. */
import { describe, expect, test } from 'vitest'
import { FINDING_KINDS, type FindingKind } from '../../../src/contracts/finding.ts'
import { findingsPage } from '../../../src/web/pages/verification/findings-page.ts'
import { FINDINGS_PAGE } from '../../support/browser/verification-page-examples.ts'

const EVENT = '4781233'

const decoded = (text: string) =>
  text
    .replaceAll('&#61;', '=')
    .replaceAll('&#39;', "'")
    .replaceAll(/&(#38|amp);/g, '&')

interface Facts {
  readonly isHeld?: boolean
  readonly excluded?: boolean
  readonly repairedAt?: string
}

function pageWith(kind: FindingKind, facts: Facts = {}): string {
  const { isHeld = false, excluded = false, repairedAt = null } = facts
  const finding = { eventId: EVENT, kind, on24RegistrantId: '612', columns: [], repairedAt }
  return decoded(
    findingsPage({
      ...FINDINGS_PAGE,
      findings: { items: [finding], nextCursor: null },
      problems: isHeld ? FINDINGS_PAGE.problems : [],
      webinars: new Map([[EVENT, { title: 'Q&A', listId: 'l-1', excluded }]]),
    }),
  )
}

const linkOf = (page: string) => /id="do-0"\s+href="([^"?]*)/.exec(page)?.[1] ?? null

test.each(FINDING_KINDS)(
  '%s leads to the repair, unless a repair does nothing about it',
  (kind) => {
    const link = kind === 'listMoved' ? null : '/accounts/22950/repair'
    expect(linkOf(pageWith(kind))).toBe(link)
  },
)

test('only a deleted list leads to the page that excludes its webinar, too', () => {
  const leads = FINDING_KINDS.filter((kind) =>
    pageWith(kind).includes(`href="/accounts/22950/webinars/${EVENT}?next=`),
  )
  expect(leads).toEqual(['listGone'])
})

describe('a finding that something stands in the way of', () => {
  test.each(['extra', 'duplicate'] as const)(
    '%s leads to the decision while it is held',
    (kind) => {
      const held = `/accounts/22950/webinars/${EVENT}/held`
      expect(linkOf(pageWith(kind, { isHeld: true }))).toBe(held)
    },
  )

  test('what is not held does not wait for the decision about other rows', () => {
    expect(linkOf(pageWith('missing', { isHeld: true }))).toBe('/accounts/22950/repair')
  })

  test('that of an excluded webinar leads to the webinar', () => {
    const page = pageWith('missing', { excluded: true })
    expect(page).toContain('Include it if it is to be repaired.')
    expect(linkOf(page)).toBe('/accounts/22950/webinars')
  })
})

test('one that is repaired says when, and nothing is to be done', () => {
  const page = pageWith('missing', { repairedAt: '2026-05-01T08:30:00.000Z' })
  expect(page).toMatch(/Repaired\s+<span class="main">1 hour ago/)
  expect(linkOf(page)).toBeNull()
})

test('a finding leads to its webinar, its list, the run and the explanation of its row', () => {
  const page = pageWith('extra')
  expect(page).toMatch(/href="\/accounts\/22950\/webinars\?search=4781233"\s*>Q&A</)
  expect(page).toContain('https://lists.example.com/open?id=l-1')
  expect(page).toContain('href="/accounts/22950/runs/account-verify%2F22950/0190f0c4"')
  expect(page).toMatch(/action="\/accounts\/22950\/explain"[\s\S]*name="person" value="612"/)
})
