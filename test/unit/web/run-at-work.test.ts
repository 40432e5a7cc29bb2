/** The page of a run that works: how far its deliveries are, where its rows went, and that it updates itself. */
import { expect, test } from 'vitest'
import { runText } from '../../../src/cli/account-text.ts'
import { currentRun } from '../../../src/web/pages/account/runs-section.ts'
import { runPage } from '../../../src/web/pages/run/run-page.ts'
import { RUN_PAGE } from '../../support/browser/run-page-example.ts'
import { BACKFILL, NOW, RUN } from '../../support/browser/status-page-examples.ts'

const ENDED = { ...RUN_PAGE, run: RUN }
const AT_WORK = {
  ...RUN_PAGE,
  run: { ...RUN, finishedAt: null, outcome: null, delivery: { done: 2, of: 5 } },
}

test('a run that has read all webinars shows how many are delivered, until it has ended', () => {
  expect(runPage(AT_WORK)).toMatch(/4 of 4 read\s*<span class="detail"\s*>2 of 5 delivered</)
  expect(runPage(ENDED)).not.toMatch(/\d of \d delivered/)
  expect(currentRun([AT_WORK.run], 'active')).toBe('4 of 4 webinars read, 2 delivered')
})

test('the page updates itself until the run has ended', () => {
  const page = runPage(AT_WORK)
  expect(page).toContain('data-live-seconds="3"')
  expect(page).toMatch(/id="live" data-live>\s*<section class="card standing" id="run"/)
  expect(runPage(ENDED)).not.toContain('data-live-seconds')
})

test('what refreshes has an id of its own', () => {
  const ids = [...runPage(AT_WORK).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('rows that another run has taken over are counted, with links to the runs', () => {
  const page = runPage(ENDED)
  expect(page.replaceAll(/\s+/g, ' ')).toContain('93 of those pending went to another run')
  expect(page).toMatch(/id="taker-0" href="[^"]*account-sync%2F22950\/r-9"/)
  expect(page).toMatch(/id="taker-1"/)
  expect(page).toMatch(/\b4 taken over by another run</)
  expect(runPage({ ...ENDED, taken: null })).not.toContain('went to another run')
})

test('a backfill that an operator has cancelled says so, and cannot be cancelled again', () => {
  const { backfill } = BACKFILL
  const cancelAskedAt = NOW.toISOString()
  const run = { ...BACKFILL, backfill: backfill && { ...backfill, cancelAskedAt } }
  const page = runPage({ ...RUN_PAGE, run })
  expect(page).toMatch(/class="outcome running"\s*>Being cancelled</)
  expect(page).not.toContain('Cancel this backfill')
  expect(runPage({ ...RUN_PAGE, run: BACKFILL })).toContain('Cancel this backfill')
  expect(currentRun([run], 'active')).toBe('A backfill is being cancelled')
  expect(runText(run, (_colour, words) => words)).toContain(': being cancelled, ')
})
