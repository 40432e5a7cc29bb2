import { expect, test } from 'vitest'
import { runText } from '../../../src/cli/account-text.ts'
import { runsSection } from '../../../src/web/pages/account/runs-section.ts'
import { runPage } from '../../../src/web/pages/run/run-page.ts'
import { listOf } from '../../support/browser/account-tab-examples.ts'
import { RUN_PAGE } from '../../support/browser/run-page-example.ts'
import { BACKFILL, RUN } from '../../support/browser/status-page-examples.ts'

const WOULD = [
  ...['40 would be created', '12 would be updated', '1,140 unchanged', '1 would be removed'],
  ...['6 would be filtered out', '3 would be rejected', '1 would be pending'],
].join(', ')
const DID =
  '40 created, 12 updated, 1,140 unchanged, 1 removed, 6 filtered out, 3 rejected, 1 pending'

test.each([
  [{ ...BACKFILL, dryRun: true }, WOULD, DID],
  [RUN, DID, WOULD],
])(
  'a dry run says what would be done, on the pages and at the command line: %#',
  (run, words, others) => {
    const told = [
      runsSection(listOf([run]), { state: 'active', temporal: null }),
      runPage({ ...RUN_PAGE, run }),
      runText(run, (_colour, text) => text),
    ]
    for (const text of told) {
      expect(text).toContain(words)
      expect(text).not.toContain(others)
    }
  },
)
