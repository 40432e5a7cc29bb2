/** The table of notices to operators. */
import type { GeneratedAlways } from 'kysely'
import type { NoticeKind, NoticeOutcome, ReportedTrouble } from '../../contracts/notice.ts'

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
