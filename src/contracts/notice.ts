/** Notices to operators, as the workflow `notice` and its activities pass them: only by reference. */
import type { TroubleKind } from './trouble.ts'

/** Nothing else goes through Temporal: the notice's text and its invitation are created when it is sent. */
export interface NoticeReference {
  readonly noticeId: string
}

/** Where the notices of one account go, beside the channels of all. Also the names in the store, as are the next. */
const OWN_NOTICE_CHANNELS = ['accountSlack', 'accountEmail'] as const
export type OwnNoticeChannel = (typeof OWN_NOTICE_CHANNELS)[number]

/** Where notices go, each as configured. */
export const NOTICE_CHANNELS = ['webhook', 'slack', 'email', ...OWN_NOTICE_CHANNELS] as const
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number]

/**
 * `delivered`: every channel that it was due on has taken it. `overtaken`: its subject was over before it was sent.
 * `logged`: no channel is configured. `givenUp`: a channel did not take it for seven days.
 */
export type NoticeOutcome = 'delivered' | 'overtaken' | 'logged' | 'givenUp'

/** Troubles that are recorded in the account itself. */
export type AccountTrouble = 'needsRelink' | 'failing' | 'waitingForQuota' | 'late' | 'rejections'

/** Notified once when it begins and once when it is over; one notice covers all webinars of the account. */
export type ReportedTrouble = AccountTrouble | TroubleKind

export type NoticeKind = ReportedTrouble | 'recovered'

/** An account is late after this time without a successful run: two slots, plus an hour for the second run. */
export const LATE_AFTER_HOURS = 13

/** A notice that is sent without Temporal is retried at growing intervals: the first, and the longest. */
export const FIRST_RETRY_MINUTES = 1
export const LONGEST_RETRY_MINUTES = 60
