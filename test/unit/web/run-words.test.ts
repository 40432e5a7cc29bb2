/** Pages, API and commands call the outcomes of runs and the states of rows alike. */
import { expect, test } from 'vitest'
import { RUN_OUTCOMES } from '../../../src/contracts/run.ts'
import { ledgerSummary } from '../../../src/web/pages/account/ledger-summary.ts'
import { OUTCOME_WORDS, rangeOf, TRIGGER_WORDS } from '../../../src/web/pages/run/run-words.ts'
import { BACKFILL, RUN } from '../../support/browser/status-page-examples.ts'

const inWords = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

test.each(RUN_OUTCOMES)('the outcome %s has its own name on pages', (outcome) => {
  expect(OUTCOME_WORDS[outcome].toLowerCase()).toContain(inWords(outcome))
})

test('a sync is called so, whatever it was asked for; a dry run and pending rows, too', () => {
  expect(TRIGGER_WORDS.sync).toBe('Sync')
  expect(rangeOf({ ...BACKFILL, dryRun: true })).toContain('>Dry run<')
  expect(ledgerSummary({ ...RUN, ledger: { ...RUN.ledger, read: 3, pending: 3 } })).toContain(
    '3 pending',
  )
})
