/** What an account's own state means, and what to do about it, in the words used everywhere. No personal data. */
import type { AccountState, AccountStanding } from './account-state.ts'
import { NEXT_STEP_OF_TROUBLE } from './notice-words.ts'
import type { TroubleWords } from './trouble-words.ts'

/** Null for an account that is active: nothing has to be done about its state. */
export function standingWords({
  state,
  reason,
}: Pick<AccountStanding, 'state' | 'reason'>): TroubleWords | null {
  if (state === 'active') return null
  // Only an account that is being removed has a reason in this state.
  if (state === 'unlinked' && reason !== null) return { message: reason, nextStep: BEING_REMOVED }
  const { message, nextStep } = WORDS[state]
  return { message: reason ?? message, nextStep }
}

const BEING_REMOVED = 'No action is needed: it disappears when all of it is removed.'

/** Each message for an account without a reason of its own. */
const WORDS: Readonly<Record<Exclude<AccountState, 'active'>, TroubleWords>> = {
  unlinked: {
    message: 'The customer has not linked it to Act-On.',
    nextStep: 'Invite the customer to link it.',
  },
  paused: {
    message: 'It was paused without a reason.',
    nextStep: 'Resume it when its sync should go on: nothing is lost until then.',
  },
  needsRelink: {
    message: 'Its link to Act-On is lost.',
    nextStep: NEXT_STEP_OF_TROUBLE.needsRelink,
  },
  waitingForQuota: {
    message: 'Act-On takes no more calls for now.',
    nextStep: NEXT_STEP_OF_TROUBLE.waitingForQuota,
  },
  failing: { message: 'Its runs fail.', nextStep: NEXT_STEP_OF_TROUBLE.failing },
}
