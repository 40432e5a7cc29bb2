/** What operators asked of accounts, and what Temporal has that belongs to no linked account. */
import type { Generated } from 'kysely'
import type { Operation } from '../../contracts/operations.ts'
import type { Json } from './column-types.ts'

/** An entry of the audit trail that is carried out once. Its id is its place among all operations. */
export interface OperationTable {
  auditId: string
  on24ClientId: string
  /** Of a signal that came without an entry of its own: the same signal has the same key, however often it is replayed. */
  signalKey: string | null
  request: Json<Operation>
  askedAt: Generated<Date>
  /** Of a pause or resume: the account stood otherwise before, so that something follows from it. */
  changesPause: Generated<boolean>
  /** Null until it was carried out. */
  result: 'done' | 'unchanged' | 'refused' | 'overtaken' | null
  /** A sentence for operators. */
  detail: string | null
}

/** Found in Temporal without a linked account in the store. */
export interface OrphanTable {
  on24ClientId: string
  hasSchedule: boolean
  hasController: boolean
  seenAt: Generated<Date>
}
