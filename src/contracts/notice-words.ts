/** What each notice is about, in the words of every channel and of the Temporal UI. No personal data. */
import { type AccountTrouble, LATE_AFTER_HOURS, type ReportedTrouble } from './notice.ts'

interface NoticeWords {
  /** Continues a sentence that begins with the account. */
  readonly is: string
  readonly details: string
}

export const NOTICE_WORDS: Readonly<Record<ReportedTrouble, NoticeWords>> = {
  needsRelink: {
    is: 'must be linked again',
    details: 'Act-On refuses its access. Each attempt has a new invitation to link it again.',
  },
  failing: { is: 'is failing', details: 'Its runs fail; every slot tries again.' },
  waitingForQuota: {
    is: 'waits for Act-On’s quota',
    details: 'Act-On accepts no more calls for now. Rows that were read wait in the store.',
  },
  late: {
    is: 'is late',
    details: `No run of it has succeeded for ${String(LATE_AFTER_HOURS)} hours.`,
  },
  rejections: {
    is: 'has many rejected contacts',
    details: 'More of its contacts are rejected than NOTIFY_REJECTIONS_ABOVE allows.',
  },
  actOnRefuses: {
    is: 'is refused by Act-On',
    details: 'Act-On refuses all of its lists. Rows wait.',
  },
  listRefused: {
    is: 'has lists that Act-On refuses',
    details: 'Rows of single webinars wait.',
  },
  listColumnsLost: {
    is: 'has lists that lost a key column',
    details: 'Rows of single webinars wait.',
  },
  listNotVisible: {
    is: 'has lists that Act-On does not show',
    details: 'Rows of single webinars wait.',
  },
  removalsHeld: {
    is: 'has removals that are held',
    details: 'An operator has to apply or drop them.',
  },
  removalRefused: {
    is: 'has contacts that Act-On does not delete',
    details: 'Every run tries again.',
  },
  webinarUnreadable: {
    is: 'has webinars that cannot be read',
    details: 'Every run tries again.',
  },
  signInsUsedUp: {
    is: 'has no sign-in to Act-On left',
    details: 'A run starts when one is available.',
  },
  clearIgnored: {
    is: 'has cells that Act-On does not clear',
    details: 'Old values stay in Act-On.',
  },
  columnMissing: {
    is: 'has lists without some columns',
    details: 'These columns are left out.',
  },
  rowsExpired: {
    is: 'has rows that waited for 90 days',
    details: 'They are read again from ON24.',
  },
  operationUnanswered: {
    is: 'has an unanswered operation',
    details: 'It is retried every half minute.',
  },
  controllerStuck: {
    is: 'has a stuck controller',
    details: 'It cannot run its tasks; syncs continue.',
  },
}

/** What to do about troubles of the account itself; those of webinars say it in trouble-words.ts. */
export const NEXT_STEP_OF_TROUBLE: Readonly<Record<AccountTrouble, string>> = {
  needsRelink: 'Invite the customer to link the account again.',
  failing: 'Every slot tries again. If it lasts, look at the latest run.',
  waitingForQuota:
    'No action is needed: the service checks once an hour whether calls are possible again, and the work goes on by itself. If a limit of ours is used up and Act-On allows this customer more, raise it.',
  late: 'Check /readyz and the log: do Temporal and the workers run? Then look at the latest run.',
  rejections: 'Look at the rejected rows, have them corrected in ON24 or Act-On, and retry them.',
}
