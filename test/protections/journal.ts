/** Protections of the journal and of explanations: whom ON24 has forgotten, nobody finds by an address. */
import { type Protection, protection } from './protection.ts'

const UNWRITTEN = 'test/integration/explain/explain-unwritten.test.ts'

export const JOURNAL_PROTECTIONS: readonly Protection[] = [
  protection(
    'the journal loses the addresses of a forgotten person',
    {
      file: 'src/store/journal/add-read.ts',
      from: '  await forgetAddresses(tx, place, decisions.flatMap(forgotten))\n',
      to: '  void [forgetAddresses, forgotten]\n',
    },
    {
      file: UNWRITTEN,
      name: 'a forgotten person is removed, and found by registrant id only',
    },
  ),
  protection(
    'a forgotten person whose removal waits is not found by address',
    {
      file: 'src/store/journal/find-registrations.ts',
      from: "and removal_reason = 'forgotten'",
      to: 'and false',
    },
    {
      file: UNWRITTEN,
      name: 'a forgotten person whose removal still waits is not found by address either',
    },
  ),
  protection(
    'a row that is to be written again never counts as unchanged',
    {
      file: 'src/store/rows/stored/known-rows.ts',
      from: 'row.unansweredSends === 0 && row.rewriteReason === null',
      to: 'row.unansweredSends === 0',
    },
    {
      file: 'test/integration/explain/explain-rewritten.test.ts',
      name: 'a rebuild is the reason of its writes, and is said once',
    },
  ),
  protection(
    'a comparison of a list that was deleted and made again does not count any more',
    {
      file: 'src/store/verifications/latest-comparison.ts',
      from: "lost.outcome = 'listGone' and lost.ended_at >= compared_at",
      to: 'false',
    },
    {
      file: 'test/integration/explain/explain-compared.test.ts',
      name: 'a row of a list that was deleted and made again is not the earlier one',
    },
  ),
  protection(
    'an account keeps its latest run',
    {
      file: 'src/store/old-records.ts',
      from: 'later.started_at > old.started_at',
      to: 'true',
    },
    {
      file: 'test/integration/store/old-records.test.ts',
      name: 'old records are deleted, and an account keeps its latest run',
    },
  ),
]
