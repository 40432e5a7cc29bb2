/** What operators are told, as the workflow `notice` and its activities pass it: by reference alone. */

/** Nothing else goes through Temporal: the notice's words and its invitation are made when it is sent. */
export interface NoticeReference {
  readonly noticeId: string
}

/**
 * `overtaken`: there was nothing left to tell. `logged`: nobody is set up to receive notices. `givenUp`:
 * the receiver did not take it for seven days.
 */
export type NoticeOutcome = 'delivered' | 'overtaken' | 'logged' | 'givenUp'

/** What operators are told of once, and once more when it is over. */
export type Trouble = 'needsRelink' | 'failing' | 'waitingForQuota' | 'late' | 'rejections'

export type NoticeKind = Trouble | 'recovered'

/** An account is late when no run of it has succeeded for so long: two slots, and an hour for the second. */
export const LATE_AFTER_HOURS = 13
