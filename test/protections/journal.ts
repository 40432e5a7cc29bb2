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
    'an account keeps its latest run',
    {
      file: 'src/store/drop-old-records.ts',
      from: 'later.started_at > old.started_at',
      to: 'true',
    },
    {
      file: 'test/integration/store/old-records.test.ts',
      name: 'old records are deleted, and an account keeps its latest run',
    },
  ),
]
