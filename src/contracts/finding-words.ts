/** What each finding of a comparison means and what can be done about it, in the words used everywhere. No values. */
import type { FindingKind } from './finding.ts'

export interface FindingWords {
  readonly message: string
  readonly nextStep: string
}

export function findingWords(kind: FindingKind): FindingWords {
  return WORDS[kind]
}

/** A repair does nothing about a list in another folder. */
export function isMendedByRepair(kind: FindingKind): boolean {
  return kind !== 'listMoved'
}

/** What comes first for an excluded webinar, because no comparison reads it. */
export const EXCLUDED_NEXT_STEP =
  'The webinar is excluded, so nothing changes its list. Include it if it is to be repaired.'

const WORDS: Readonly<Record<FindingKind, FindingWords>> = {
  missing: {
    message: 'The person has no row in the list',
    nextStep: 'A repair writes the row. Otherwise it stays away until ON24 changes it.',
  },
  extra: {
    message: 'A row that should not be there',
    nextStep: 'A repair removes the row.',
  },
  duplicate: {
    message: 'A further row of the same person',
    nextStep: 'A repair removes the further row.',
  },
  different: {
    message: 'ON24 has changed the row since it was written',
    nextStep:
      'The next run or weekly comparison that reads the webinar writes the row; so does a repair.',
  },
  userEdited: {
    message: 'A user has changed cells in Act-On',
    nextStep: 'The edit stays until ON24 changes the row. A repair overwrites it.',
  },
  listGone: {
    message: 'The list was deleted',
    nextStep:
      'The next run that writes to the list creates and fills it again; so does a repair. If it is to stay deleted, exclude the webinar.',
  },
  listMoved: {
    message: 'The list is no longer in the account’s folder',
    nextStep: 'Nothing has to be done: the list stays in use where it is.',
  },
  columnMissing: {
    message: 'A column of the list is gone',
    nextStep:
      'If it is wanted, add a column with exactly this heading in Act-On, and then repair to fill it.',
  },
}
