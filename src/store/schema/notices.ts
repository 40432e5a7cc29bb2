/** The table of notices to operators, as Kysely sees it. */
import type { GeneratedAlways } from 'kysely'
import type { NoticeKind, NoticeOutcome, ReportedTrouble } from '../../contracts/notice.ts'

/** What operators are told. Written with the change that it tells of, delivered by a workflow. */
export interface NoticeTable {
  id: string
  on24ClientId: string
  kind: NoticeKind
  /** Of a `recovered`: the trouble that is over. */
  ends: ReportedTrouble | null
  /** A sentence without personal data. */
  reason: string
  /** Of a trouble: when it began, exactly as the account has it for as long as it lasts. */
  createdAt: Date
  /** The order in which they were written. */
  seq: GeneratedAlways<string>
  /** Its workflow has been started. */
  dispatchedAt: Date | null
  /** The latest attempt without Temporal. */
  triedAt: Date | null
  settledAt: Date | null
  outcome: NoticeOutcome | null
}
