/** Why a row waits, in the words used everywhere. No personal data. */
import type { AccountState } from './account-state.ts'
import { ACCOUNT_WIDE, HOLDS_ROWS_BACK, type Trouble, type TroubleKind } from './trouble.ts'
import { troubleWords } from './trouble-words.ts'

/** In states that end runs or restrict them to reading, rows, backfills and comparisons wait. */
const WAITS_FOR: Partial<Record<AccountState, string>> = {
  paused: 'for a resume',
  needsRelink: 'for the customer to link again',
  waitingForQuota: 'for Act-On’s quota',
}

/** What everything of an account in this state waits for; null if it does not wait. */
export function waitsFor(state: AccountState): string | null {
  return WAITS_FOR[state] ?? null
}

export interface WaitingRowFacts {
  readonly eventId: string
  readonly state: 'pending' | 'held'
  readonly action: 'upsert' | 'move' | 'remove'
}

/**
 * One sentence, or two: nothing is sent in some states, whatever its list's trouble.
 * @param troubles of the account, oldest first
 */
export function waitingReason(
  row: WaitingRowFacts,
  { state, troubles }: { readonly state: AccountState; readonly troubles: readonly Trouble[] },
): string {
  const trouble = troubles.find((one) => holdsBack(one, row))
  // No operator has to wait for the account's state to decide about a held row.
  const what = row.state === 'held' ? null : waitsFor(state)
  const reasons = [
    ...(what === null ? [] : [`It waits ${what}.`]),
    ...(trouble === undefined ? [] : [troubleWords(trouble).message]),
  ]
  return reasons.length === 0
    ? 'It is written by the run that is under way, or by the next one.'
    : reasons.join(' ')
}

const OF_WEBINAR: readonly TroubleKind[] = HOLDS_ROWS_BACK
const OF_ACCOUNT: readonly TroubleKind[] = ACCOUNT_WIDE

function holdsBack({ kind, eventId }: Trouble, row: WaitingRowFacts): boolean {
  if (row.state === 'held') return kind === 'removalsHeld' && eventId === row.eventId
  if (eventId === null) return OF_ACCOUNT.includes(kind)
  if (kind === 'removalRefused' && row.action === 'upsert') return false
  return eventId === row.eventId && OF_WEBINAR.includes(kind)
}
