/** The tables of notices to operators. */
import type { GeneratedAlways } from 'kysely'
import type {
  NoticeChannel,
  NoticeKind,
  NoticeOutcome,
  OwnNoticeChannel,
  ReportedTrouble,
} from '../../contracts/notice.ts'
import type { Time } from './column-types.ts'

/** A notice is written together with the change that it reports, and delivered by a workflow. */
export interface NoticeTable {
  id: string
  on24ClientId: string
  kind: NoticeKind
  /** For `recovered`: the trouble that is over. */
  ends: ReportedTrouble | null
  /** A sentence without personal data. */
  reason: string
  /** For a trouble: its beginning, equal to the stamp in the account while the trouble lasts. */
  createdAt: Date
  /** The order in which notices were written. */
  seq: GeneratedAlways<string>
  /** When its workflow was started. */
  dispatchedAt: Date | null
  /** The latest attempt without Temporal. */
  triedAt: Date | null
  settledAt: Date | null
  outcome: NoticeOutcome | null
}

/** A channel has taken the notice, and does not get it again. */
export interface NoticeDeliveryTable {
  noticeId: string
  channel: NoticeChannel
  deliveredAt: Time
}

/** Where one account's notices go, beside the channels of all accounts. */
export interface NoticeRecipientTable {
  on24ClientId: string
  channel: OwnNoticeChannel
  /** A list of e-mail addresses as JSON, or the URL of a Slack webhook. */
  sealed: string
  setAt: Time
}
