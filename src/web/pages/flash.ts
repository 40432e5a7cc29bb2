/** The result of a form, shown once on the page that follows. The cookie holds a word, never a text. */
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { Service } from '../../service.ts'
import { hasTls } from '../has-tls.ts'

const NAME = 'operator_message'
/** Short, so that a message that was never shown does not appear on an unrelated page later. */
const MAX_AGE_MS = 60_000

const MESSAGES = {
  registered: 'The account is registered. Invite the customer to link Act-On.',
  changed: 'The changes are stored.',
  removed: 'The account is removed. Its lists in Act-On stay as they are.',
  pauseAsked: 'Pause requested. All work for the account stops within 15 seconds.',
  resumeAsked: 'Resume requested. The state below shows when the account is active again.',
  syncAsked: 'Sync requested. It starts at once, or after the current run.',
  backfillAsked: 'Backfill requested. It appears under Runs as soon as it has started.',
  dryRunAsked: 'Dry run requested. It appears under Runs, and writes nothing to Act-On.',
  backfillCancelled: 'The backfill was asked to stop. It ends once its calls have ended.',
  verifyAsked:
    'Verification requested. It appears under Comparisons, and writes nothing to Act-On.',
  repairAsked: 'Repair requested. It appears under Comparisons as soon as it has started.',
  excluded:
    'The webinar is now excluded. Its pending changes are dropped; its list in Act-On stays as it is.',
  included: 'The webinar is included again: the next sync reads all of it.',
  heldApplied: 'The removals will be made: a run was requested.',
  heldAppliedLater: 'The next run will make the removals: none can start now.',
  heldDropped: 'The removals are dropped: these contacts stay in the list.',
  retried: 'The rejected rows will be retried: a run was requested.',
  retriedLater: 'The next run will retry the rejected rows: none can start now.',
  nothingRetried: 'There were no rejected rows to retry.',
  rebuildAsked: 'The list will be written again: a run was requested.',
  rebuildAskedAgain:
    'A rebuild of this list was already asked for: one run does both, with the present time zone.',
  rebuildLater: 'The next run will write the list again: none can start now.',
  orphanRemoved: 'What Temporal had for this ON24 client is removed.',
  statusLinkMade: 'The link to the customer’s page is made: copy it below.',
  statusLinkWithdrawn: 'The link to the customer’s page is withdrawn.',
  notAsked: 'You were no longer signed in, so nothing was done. Sign in and try again.',
  signedOut: 'You are signed out.',
} as const

export type FlashWord = keyof typeof MESSAGES

export function setFlash(
  { config }: Pick<Service, 'config'>,
  response: Response,
  word: FlashWord,
): void {
  response.cookie(NAME, word, {
    ...options(),
    secure: hasTls(config),
    maxAge: MAX_AGE_MS,
  })
}

/** Null when there is no message, or when the script refreshes the page: it would discard the message unread. */
export function takeFlash(request: Request, response: Response): string | null {
  const word = parseCookie(request.get('cookie') ?? '')[NAME]
  if (word === undefined || request.get('sec-fetch-dest') === 'empty') return null
  response.clearCookie(NAME, options())
  return isFlashWord(word) ? MESSAGES[word] : null
}

function isFlashWord(word: string): word is FlashWord {
  return Object.hasOwn(MESSAGES, word)
}

function options() {
  return { path: '/', httpOnly: true, sameSite: 'strict' } as const
}
