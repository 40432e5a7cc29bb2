/** What came of a form, said once by the page that the browser is sent to. The cookie holds a word, never a text. */
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { Service } from '../../service.ts'
import { hasTls } from '../has-tls.ts'

const NAME = 'operator_message'
/** A page that never opens must not leave a message for tomorrow's. */
const KEPT_MS = 60_000

const MESSAGES = {
  pauseAsked: 'Pause asked for. The account says below when it stands still: within 15 seconds.',
  resumeAsked: 'Resume asked for. The account says below when it is at work again.',
  syncAsked: 'A sync was asked for. It begins at once, or after the run that is under way.',
  backfillAsked: 'The backfill was asked for. It appears among the runs as soon as it has begun.',
  dryRunAsked: 'The trial was asked for. It appears among the runs, and writes nothing to Act-On.',
  excluded:
    'The webinar is left out from now on. What waited of it is dropped; its list in Act-On stays as it is.',
  included: 'The webinar is back in: the next sync reads it again.',
  heldApplied: 'The removals will be made: a run was asked for.',
  heldAppliedLater: 'The removals will be made by the next run: none can be started now.',
  heldDropped: 'The removals are dropped: these contacts stay in the list.',
  retried: 'The rejected rows will be tried again: a run was asked for.',
  retriedLater: 'The rejected rows will be tried again by the next run: none can be started now.',
  nothingRetried: 'There was no rejected row to be tried again.',
  notAsked: 'You were no longer signed in, so nothing was asked for. Sign in, and ask again.',
  signedOut: 'You are signed out.',
} as const

export type FlashWord = keyof typeof MESSAGES

export function giveFlash(
  { config }: Pick<Service, 'config'>,
  response: Response,
  word: FlashWord,
): void {
  response.cookie(NAME, word, {
    ...options(),
    secure: hasTls(config),
    maxAge: KEPT_MS,
  })
}

/** Null when there is nothing to say, or a page asks only for what has changed: that one is not read by anybody. */
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
