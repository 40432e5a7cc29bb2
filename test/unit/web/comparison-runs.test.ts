/** A comparison is called by what it is, and its run and its findings lead to each other. */
import { describe, expect, test } from 'vitest'
import type { Run } from '../../../src/api/run.ts'
import { COMPARISON_KINDS } from '../../../src/contracts/comparison.ts'
import { runText } from '../../../src/cli/account-text.ts'
import { runsSection } from '../../../src/web/pages/account/runs-section.ts'
import { runPage } from '../../../src/web/pages/run/run-page.ts'
import { runPath } from '../../../src/web/pages/run/run-path.ts'
import { COMPARISON_WORDS } from '../../../src/web/pages/run/run-words.ts'
import { findingsPage } from '../../../src/web/pages/verification/findings-page.ts'
import { findingsPath } from '../../../src/web/pages/verification/findings-path.ts'
import { listOf, tabPage } from '../../support/browser/account-tab-examples.ts'
import { RUN_PAGE } from '../../support/browser/run-page-example.ts'
import { ACCOUNT, RUN } from '../../support/browser/status-page-examples.ts'
import { FINDINGS_PAGE } from '../../support/browser/verification-page-examples.ts'

const { on24ClientId } = ACCOUNT
const escaped = (path: string) => path.replaceAll('=', '&#61;')

describe.each(COMPARISON_KINDS)('%s', (comparison) => {
  const run: Run = { ...RUN, trigger: 'compare', comparison }
  const toFindings = `href="${escaped(findingsPath(on24ClientId, run.startedAt))}"`

  test('stands in the list of runs, with its findings', () => {
    const page = runsSection(listOf([run]), { state: 'active', temporal: null })
    expect(page).toContain(COMPARISON_WORDS[comparison])
    expect(page).toContain(toFindings)
  })

  test('stands on the page of its run, with its findings and how many lists it compared', () => {
    const page = runPage({ ...RUN_PAGE, run, lists: 5 })
    expect(page).toMatch(new RegExp(`<dt>Trigger</dt>\\s*<dd>\\s*${COMPARISON_WORDS[comparison]}`))
    expect(page).toMatch(/<dt>Lists<\/dt>\s*<dd>\s*5 compared/)
    expect(page).toContain(toFindings)
  })

  test('stands on the page of its findings, with its run', () => {
    const { workflowId, runId } = run
    const verification = { ...FINDINGS_PAGE.verification, kind: comparison, workflowId, runId }
    const page = findingsPage({ ...FINDINGS_PAGE, verification })
    expect(page).toContain(COMPARISON_WORDS[comparison])
    expect(page).toContain(`href="${escaped(runPath(on24ClientId, run))}"`)
  })

  test('stands at the command line', () => {
    expect(runText(run, (_colour, words) => words)).toMatch(new RegExp(`^${comparison} of `))
  })
})

test('the list of comparisons leads to their runs, and other runs have no findings', () => {
  const path = runPath(on24ClientId, { workflowId: 'account-verify/22950', runId: 'r-1' })
  expect(tabPage('verifications')).toContain(`href="${escaped(path)}"`)
  const page = runPage({ ...RUN_PAGE, lists: null })
  expect(page).not.toContain('Findings')
  expect(page).not.toContain('<dt>Lists</dt>')
})
