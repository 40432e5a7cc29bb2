/** What operators asked of accounts, and what Temporal has that belongs to no linked account. */
import type { Generated } from 'kysely'
import type { AskedOperation } from '../../contracts/operating.ts'
import type { Json } from './column-types.ts'

/** An entry of the audit trail that is carried out once. Its id is its place among all operations. */
export interface OperationTable {
  audit_id: string
  on24_client_id: string
  /** Of a signal that came without an entry of its own: the same signal has the same key, however often it is replayed. */
  signal_key: string | null
  request: Json<AskedOperation>
  asked_at: Generated<Date>
  /** Of a pause or resume: the account stood otherwise before, so that something follows from it. */
  changes_pause: Generated<boolean>
  /** Null until it was carried out. */
  result: 'done' | 'unchanged' | 'refused' | 'overtaken' | null
  /** A sentence for operators. */
  detail: string | null
}

/** Found in Temporal without a linked account in the store. */
export interface OrphanTable {
  on24_client_id: string
  has_schedule: boolean
  has_controller: boolean
  seen_at: Generated<Date>
}
