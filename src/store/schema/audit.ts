/** The audit trail: one table, to which rows are only added. */
import type { GeneratedAlways } from 'kysely'
import type { Time } from './column-types.ts'

/** Who did what to an account, and with what result. No secrets. Outlives the account. */
export interface AuditEntryTable {
  id: GeneratedAlways<string>
  on24ClientId: string
  at: Time
  /** `operator:<name>`, `invitation`, or `service`. */
  actor: string
  action:
    | 'registered'
    | 'changed'
    | 'invited'
    | 'opened'
    | 'submitted'
    | 'linked'
    | 'relinked'
    | 'timeZone'
    | 'unlinked'
    | 'paused'
    | 'resumed'
    | 'syncNow'
    | 'backfill'
    | 'excluded'
    | 'included'
    | 'heldApplied'
    | 'heldDropped'
    | 'retried'
    | 'controllerStarted'
    | 'scheduleMade'
    | 'scheduleMended'
    | 'orphanRemoved'
  /** `ok`, or the reason as one word. */
  result: string
  /**
   * What of the account: the id of a webinar, the range of a backfill, the names of the fields that were changed, or
   * what Act-On calls a zone that is unknown, what of a Schedule was not as it should be.
   */
  about: string | null
  /** Of the client, as far as TRUST_PROXY tells; null when nobody called. */
  address: string | null
}
