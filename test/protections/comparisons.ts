/** Protections of comparisons: they write nothing unasked, remove nothing in bulk, and leave calls to other runs. */
import { type Protection, protection } from './protection.ts'

const VERIFY = 'test/integration/verification/verify.test.ts'
const CHANGED = 'test/integration/verification/changed-in-on24.test.ts'
const SAVE = 'src/store/verifications/save-comparison.ts'

export const COMPARISON_PROTECTIONS: readonly Protection[] = [
  protection(
    'a verification writes nothing',
    { file: SAVE, from: 'if (!mode.writes) {', to: 'if (false as boolean) {' },
    { file: VERIFY, name: 'a deleted list is found with all its people, and made again' },
  ),
  protection(
    'the weekly comparison leaves what users edited',
    { file: SAVE, from: 'else if (mode.repair) {', to: 'else {' },
    { file: CHANGED, name: 'what a user edited is reported by the weekly comparison, and stays' },
  ),
  protection(
    'suspiciously many rows are not removed',
    {
      file: 'src/delivery/remove-extra-rows.ts',
      from: 'if (await areTooMany(delivery, rows.length)) {',
      to: 'if ((await areTooMany(delivery, rows.length)) && (false as boolean)) {',
    },
    { file: VERIFY, name: 'suspiciously many rows are not removed, and their findings stay' },
  ),
  protection(
    'a quarter of the day’s calls',
    {
      file: 'src/store/paces/day-shares.ts',
      from: 'Math.floor(perDay / 4)',
      to: 'perDay',
    },
    { file: CHANGED, name: 'a comparison makes no more than a quarter of the day’s calls' },
  ),
  protection(
    'what waits is no finding',
    {
      file: 'src/reading/expected-list.ts',
      from: '    if (around.waiting.has(registrantId)) return\n',
      to: '',
    },
    { file: CHANGED, name: 'rows that wait for Act-On are no findings' },
  ),
]
