/** Stores an operation, which is then executed once. */
import { createHash } from 'node:crypto'
import type { Operation, BackfillRange, SentAs } from '../contracts/operations.ts'
import type { Service } from '../service.ts'
import { storeOperation } from '../store/operations.ts'

const AUDIT_ACTIONS = {
  pause: 'paused',
  resume: 'resumed',
  syncNow: 'syncNow',
  backfill: 'backfill',
} as const satisfies Record<Operation['signal'], string>

/** A backfill's range, e.g. `2024-01-01..2024-06-30 (dry run)`. */
export function rangeInWords({
  from,
  to,
  dryRun = false,
}: BackfillRange & { readonly dryRun?: boolean }): string {
  return `${from}..${to}${dryRun ? ' (dry run)' : ''}`
}

/** The operation's fields in the audit trail. */
export function auditFields(operation: Operation) {
  const about = operation.signal === 'backfill' ? rangeInWords(operation) : null
  return { action: AUDIT_ACTIONS[operation.signal], about }
}

export interface Requester {
  /** As shown in the audit trail, e.g. `operator:<name>`. */
  readonly actor: string
  readonly address: string | null
}

/** Stores a request that came over HTTP. Returns the id of its audit entry; null if the account is not registered. */
export function storeRequested(
  { store, now }: Pick<Service, 'store' | 'now'>,
  on24ClientId: string,
  operation: Operation,
  { actor, address }: Requester,
): Promise<string | null> {
  const entry = { operation, actor, address, ...auditFields(operation), signalKey: null, at: now() }
  return storeOperation(store, on24ClientId, entry)
}

/** Stores a signal that was sent to the controller: once, however often the controller is reset or replayed. */
export function storeSignalled(
  { store, now }: Pick<Service, 'store' | 'now'>,
  on24ClientId: string,
  operation: Operation,
  { firstRunId, place }: SentAs,
): Promise<string | null> {
  const payload = createHash('sha256').update(JSON.stringify(operation)).digest('base64url')
  const signalKey = `${firstRunId}/${String(place)}/${operation.signal}/${payload}`
  const by = { actor: 'temporal', address: null }
  const entry = { operation, ...by, ...auditFields(operation), signalKey, at: now() }
  return storeOperation(store, on24ClientId, entry)
}
