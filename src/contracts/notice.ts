/** What operators are told, as the workflow `notice` and its activities pass it: by reference alone. */
import type { TroubleKind } from './trouble.ts'

/** Nothing else goes through Temporal: the notice's words and its invitation are made when it is sent. */
export interface NoticeReference {
  readonly noticeId: string
}

/**
 * `overtaken`: there was nothing left to tell. `logged`: nobody is set up to receive notices. `givenUp`:
 * the receiver did not take it for seven days.
 */
export type NoticeOutcome = 'delivered' | 'overtaken' | 'logged' | 'givenUp'

/** What is marked in the account itself. */
export type AccountTrouble = 'needsRelink' | 'failing' | 'waitingForQuota' | 'late' | 'rejections'

/** What operators are told of once, and once more when it is over; of its webinars all together. */
export type ToldTrouble = AccountTrouble | TroubleKind

export type NoticeKind = ToldTrouble | 'recovered'

/** An account is late when no run of it has succeeded for so long: two slots, and an hour for the second. */
export const LATE_AFTER_HOURS = 13

/** A notice that is sent without Temporal is retried at growing intervals: the first, and the longest. */
export const FIRST_RETRY_MINUTES = 1
export const LONGEST_RETRY_MINUTES = 60
