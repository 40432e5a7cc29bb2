/** The audit trail: one table, to which rows are only added. */
import type { GeneratedAlways } from 'kysely'
import type { AuditAction } from '../../contracts/audit-words.ts'
import type { Time } from './column-types.ts'

/** Who did what to an account, and with what result. No secrets. Outlives the account. */
export interface AuditEntryTable {
  id: GeneratedAlways<string>
  on24ClientId: string
  at: Time
  /** `operator:<name>`, `invitation`, `statusLink`, `temporal`, or `service`. */
  actor: string
  action: AuditAction
  /** `ok`, or the reason as one word. */
  result: string
  /**
   * What the action was about: the id of a webinar, the range of a backfill, whether a comparison repairs, the names of changed fields, Act-On's name
   * for an unknown time zone, or what was wrong with a Schedule.
   */
  about: string | null
  /** The client's address, according to TRUST_PROXY; null without an HTTP request. */
  address: string | null
}
