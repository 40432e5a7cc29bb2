/** Operations that operators requested, and Temporal objects that belong to no linked account. */
import type { Generated } from 'kysely'
import type { Operation } from '../../contracts/operations.ts'
import type { Json } from './column-types.ts'

/** An entry of the audit trail that is carried out once. Ids are in the order of all operations. */
export interface OperationTable {
  auditId: string
  on24ClientId: string
  /** For a signal without an audit entry: the same signal has the same key, however often it is replayed. */
  signalKey: string | null
  request: Json<Operation>
  askedAt: Generated<Date>
  /** For a pause or resume: whether it changes the account's pause, so that the Schedule has to follow. */
  changesPause: Generated<boolean>
  /** Null until it is carried out. */
  result: 'done' | 'unchanged' | 'refused' | 'overtaken' | null
  /** A sentence for operators. */
  detail: string | null
}

/** Objects found in Temporal without a linked account in the store. */
export interface OrphanTable {
  on24ClientId: string
  hasSchedule: boolean
  hasController: boolean
  seenAt: Generated<Date>
}
