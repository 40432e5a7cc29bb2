/** What each trouble means and what to do about it, in the words used everywhere. No personal data. */
import { EXTRA_ROWS, type Trouble, type TroubleKind } from './trouble.ts'

export interface TroubleWords {
  readonly message: string
  readonly nextStep: string
}

export function troubleWords(trouble: Pick<Trouble, 'kind' | 'rows' | 'detail'>): TroubleWords {
  const { message, nextStep } = wordsOf(trouble)
  return { message: message(trouble), nextStep }
}

/** A trouble's kind in a few words, as pages name it; the API and the command line have the kind itself. */
export function troubleName(kind: TroubleKind): string {
  return NAMES[kind]
}

const NAMES: Readonly<Record<TroubleKind, string>> = {
  actOnRefuses: 'Act-On refuses all lists',
  listRefused: 'Act-On refuses the list',
  listColumnsLost: 'The list lost a key column',
  listNotVisible: 'Act-On does not show the list yet',
  removalsHeld: 'Removals are held',
  removalRefused: 'A removal did not succeed',
  webinarUnreadable: 'The webinar cannot be read',
  signInsUsedUp: 'The sign-ins are used up',
  clearIgnored: 'A cell was not cleared',
  columnMissing: 'The list lacks columns',
  rowsExpired: 'Contacts waited too long',
  operationUnanswered: 'An operation is not carried out yet',
  controllerStuck: 'The controller is stuck',
}

/** One line: the problem, then what to do. */
export function troubleLine(
  trouble: Pick<Trouble, 'kind' | 'rows' | 'detail' | 'eventId'>,
): string {
  const { message, nextStep } = troubleWords(trouble)
  const where = trouble.eventId === null ? '' : `Webinar ${trouble.eventId}: `
  return `${where}${message} ${nextStep}`
}

/** The number of troubles, and the first one. */
export function troubleSummary(troubles: readonly Trouble[]): string {
  const [first, ...others] = troubles
  if (first === undefined) return 'Nothing waits.'
  if (others.length === 0) return troubleLine(first)
  return `${String(troubles.length)} problems, the oldest: ${troubleLine(first)}`
}

/** What to do, with which `troubleSummary` ended; null if it was made from other words. */
export function nextStepIn(summary: string, kind: TroubleKind): string | null {
  const possible = ['', EXTRA_ROWS].map((detail) => wordsOf({ kind, detail }).nextStep)
  return possible.find((nextStep) => summary.endsWith(nextStep)) ?? null
}

type TroubleFacts = Pick<Trouble, 'rows' | 'detail'>

const NEXT_RUN = 'Every run tries again.'

interface Words {
  readonly message: (facts: TroubleFacts) => string
  readonly nextStep: string
}

function wordsOf({ kind, detail }: Pick<Trouble, 'kind' | 'detail'>): Words {
  return kind === 'removalsHeld' && detail === EXTRA_ROWS ? EXTRA_ROWS_HELD : WORDS[kind]
}

const EXTRA_ROWS_HELD: Words = {
  message: ({ rows }) =>
    `A repair found ${listRows(rows)} that should not be there, which is more than 30 % of the list; ${rows === 1 ? 'it is' : 'they are'} held and not removed.`,
  nextStep: 'Check the findings of the repair, then apply or drop the removals.',
}

const WORDS: Readonly<Record<TroubleKind, Words>> = {
  actOnRefuses: {
    message: ({ rows, detail }) =>
      `Act-On refuses all lists that were tried (${detail}); ${waiting(rows)}.`,
    nextStep: `Ask the customer whether the linked Act-On user may still work with contact lists. ${NEXT_RUN}`,
  },
  listRefused: {
    message: ({ rows, detail }) => `Act-On refuses this list (${detail}); ${waiting(rows)}.`,
    nextStep: `${NEXT_RUN} If it lasts, check the list in Act-On, or exclude the webinar.`,
  },
  listColumnsLost: {
    message: ({ rows, detail }) => `The list has lost its column ${detail}; ${waiting(rows)}.`,
    nextStep: 'Add a column with exactly this heading to the list in Act-On, or delete the list.',
  },
  listNotVisible: {
    message: ({ rows }) =>
      `Act-On did not confirm that it created the list, and does not show it yet; ${waiting(rows)}.`,
    nextStep:
      'No action is needed: the service looks for the list, and creates it again if it does not appear.',
  },
  removalsHeld: {
    message: ({ rows }) =>
      `${contacts(rows)} would be removed, which is more than 30 % of the list; ${rows === 1 ? 'it is' : 'they are'} held.`,
    nextStep:
      'Check in ON24 whether these registrations are really gone, then apply or drop the removals.',
  },
  removalRefused: {
    message: ({ rows, detail }) =>
      `${contacts(rows)} could not be removed or moved in the list (${detail}).`,
    nextStep: `${NEXT_RUN} If it lasts, delete the rows in Act-On by hand.`,
  },
  webinarUnreadable: {
    message: ({ detail }) => `The webinar could not be read from ON24. ${detail}`,
    nextStep: `${NEXT_RUN} If it lasts, report it to ON24, or exclude the webinar.`,
  },
  signInsUsedUp: {
    message: ({ rows }) =>
      `The five sign-ins an hour that Act-On allows this user are used up; ${waiting(rows)}.`,
    nextStep: 'No action is needed: a run starts as soon as a sign-in is available.',
  },
  clearIgnored: {
    message: ({ detail }) => `Act-On does not clear cells: an old value remains in ${detail}.`,
    nextStep: 'Clear the cells in Act-On by hand if it matters.',
  },
  columnMissing: {
    message: ({ detail }) =>
      `The list no longer has these columns, so they are left out: ${detail}.`,
    nextStep: 'Add columns with exactly these headings in Act-On if they are wanted.',
  },
  rowsExpired: {
    message: ({ rows }) =>
      `${contacts(rows)} waited for 90 days and ${be(rows)} no longer kept; the webinar is read again.`,
    nextStep:
      'Find out what kept them waiting; the next run that reads the webinar writes them again.',
  },
  operationUnanswered: {
    message: ({ detail }) => `A requested operation has not been carried out yet: ${detail}.`,
    nextStep:
      'Do not request it again: it is retried every half minute. If it lasts, check /readyz and the log.',
  },
  controllerStuck: {
    message: ({ detail }) =>
      `The account's controller in Temporal cannot run its tasks (${detail}); syncs continue without it.`,
    nextStep:
      'Start the release that started it, or terminate it in Temporal: a new one replaces it within a minute.',
  },
}

function contacts(rows: number): string {
  return rows === 1 ? '1 contact' : `${String(rows)} contacts`
}

function listRows(rows: number): string {
  return rows === 1 ? '1 row of the list' : `${String(rows)} rows of the list`
}

function waiting(rows: number): string {
  return rows === 1 ? '1 contact waits' : `${contacts(rows)} wait`
}

function be(rows: number): string {
  return rows === 1 ? 'is' : 'are'
}
