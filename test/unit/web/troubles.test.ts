/** Every kind of trouble says why and what to do: on the page, in the API, at the command line, and in Temporal. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { AccountProblem } from '../../../src/api/account-problem.ts'
import { viewProblem } from '../../../src/api/problem-view.ts'
import { accountText } from '../../../src/cli/account-text.ts'
import { EXTRA_ROWS, type Trouble, TROUBLE_KINDS } from '../../../src/contracts/trouble.ts'
import { troubleLine } from '../../../src/contracts/trouble-words.ts'
import { problemsSection } from '../../../src/web/pages/account/problems-section.ts'
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
    expect(textOf(page)).toContain(message)
    expect(textOf(page)).toContain(nextStep)
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
