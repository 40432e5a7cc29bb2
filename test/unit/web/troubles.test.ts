/** Every kind of trouble says why and what to do: on the page, in the API, at the command line, and in Temporal. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { AccountProblem } from '../../../src/api/account-problem.ts'
import { viewProblem } from '../../../src/api/problem-view.ts'
import { accountText } from '../../../src/cli/account-text.ts'
import { ACCOUNT_STATES } from '../../../src/contracts/account-state.ts'
import { standingWords } from '../../../src/contracts/standing-words.ts'
import { EXTRA_ROWS, type Trouble, TROUBLE_KINDS } from '../../../src/contracts/trouble.ts'
import { troubleLine, troubleName } from '../../../src/contracts/trouble-words.ts'
import { ownTrouble } from '../../../src/web/pages/account/own-trouble.ts'
import { problemsSection } from '../../../src/web/pages/account/problems-section.ts'
import { STATE_WORDS } from '../../../src/web/pages/state-badge.ts'
import { startRecordingApi } from '../../support/api/recording-api.ts'
import { listOf, tabPage } from '../../support/browser/account-tab-examples.ts'
import { ACCOUNT, NOW } from '../../support/browser/status-page-examples.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

/** What ON24 said is a sentence of its own. */
const DETAILS: Partial<Record<Trouble['kind'], string>> = {
  webinarUnreadable: 'ON24 does not answer.',
}

const KINDS = [
  ...TROUBLE_KINDS.map((kind) => ({ kind, detail: DETAILS[kind] ?? 'a detail' })),
  { kind: 'removalsHeld', detail: EXTRA_ROWS },
] as const

/** A page's text without its markup, with single spaces. */
function textOf(page: string): string {
  return page
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
}

describe.each(KINDS)('$kind ($detail)', ({ kind, detail }) => {
  const trouble: Trouble = { kind, detail, eventId: '4781233', since: NOW, rows: 2 }
  const problem = viewProblem(trouble)
  const { message, nextStep } = problem
  const account = { ...ACCOUNT, problems: [problem] }

  test('has a reason and a next step, which are sentences', () => {
    for (const sentence of [message, nextStep]) expect(sentence).toMatch(/^\S.{9,}[.]$/)
    expect(AccountProblem.parse(problem)).toEqual(problem)
    expect(troubleLine(trouble)).toBe(`Webinar 4781233: ${message} ${nextStep}`)
  })

  test('is told on the page of its account', () => {
    const page = tabPage('problems', problemsSection(listOf([problem])))
    for (const words of [message, nextStep, kind]) expect(textOf(page)).toContain(words)
    expect(page).toContain(`<span class="main">${troubleName(kind)}</span>`)
    expect(page).toContain(`<option value="${kind}" >${troubleName(kind)}</option>`)
  })

  test('is told at the command line', async () => {
    const shown = accountText(account, (_colour, words) => words)
    const api = await startRecordingApi({
      '/accounts/22950': account,
      '/accounts/22950/problems?limit=20': { items: [problem], nextCursor: null },
      '/accounts/22950/problems': { items: [problem], nextCursor: null },
    })
    onTestFinished(() => api.close())
    const sitting = { ...api, width: 1000 }
    const troubles = await atCommandLine(['trouble', '22950'], sitting)
    const problems = await atCommandLine(['problems', '22950'], sitting)
    for (const text of [shown, troubles.out, problems.out]) {
      expect(text).toContain(message)
      expect(text).toContain(nextStep)
    }
  })
})

describe('the account’s own state stands first on the tab', () => {
  test.each(ACCOUNT_STATES)('%s, with its reason and the next step', (state) => {
    const reason = state === 'active' ? null : 'It has a reason.'
    const account = { ...ACCOUNT, state, reason, since: null, nextProbeAt: null }
    const page = textOf(ownTrouble({ account, isLate: false, now: NOW }))
    const words = standingWords(account)
    expect(page).toContain(STATE_WORDS[state])
    if (words === null) return expect(page).not.toContain('What to do')
    expect(words.nextStep).toMatch(/^\S.{9,}[.]$/)
    expect(page).toContain('Why It has a reason.')
    expect(page).toContain(`What to do ${words.nextStep}`)
  })

  test('an account that is late says so, whatever its state', () => {
    const page = textOf(ownTrouble({ account: ACCOUNT, isLate: true, now: NOW }))
    expect(page).toContain('No run of it has succeeded for 13 hours.')
    expect(page).toContain('Check /readyz and the log')
  })

  test('a state without a reason is explained, too', () => {
    for (const state of ['unlinked', 'paused', 'needsRelink', 'failing'] as const) {
      expect(standingWords({ state, reason: null })?.message).toMatch(/^\S.{9,}[.]$/)
    }
  })
})
