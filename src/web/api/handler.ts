/** What does an operation: it is given what its schemas have let through, and its answer is what its schema says. */
import type { AnswerOf, Operation, RequestOf } from '../../api/operation.ts'
import type { OperationId, OperationOf } from '../../api/operations.ts'

export interface Call {
  /** As the audit trail names the operator. */
  readonly actor: string
  /** Of the client, as far as TRUST_PROXY tells. */
  readonly address: string | null
  /** Says where the thing that was made is to be found: a path below `/api/v1`. */
  madeAt(path: string): void
}

export type Handler<Op extends Operation> = (
  request: RequestOf<Op>,
  call: Call,
) => Promise<AnswerOf<Op>>

export type HandlerOf<Id extends OperationId> = Handler<OperationOf<Id>>

export type Handlers = { readonly [Id in OperationId]: HandlerOf<Id> }
