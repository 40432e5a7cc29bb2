/** An operation is stored before anybody carries it out, and carried out once, whoever does it. */
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

/** What a backfill is about, e.g. `2024-01-01..2024-06-30 (dry run)`. */
function rangeInWords({
  from,
  to,
  dryRun = false,
}: BackfillRange & { readonly dryRun?: boolean }): string {
  return `${from}..${to}${dryRun ? ' (dry run)' : ''}`
}

/** As the audit trail names it. */
export function auditWords(operation: Operation) {
  const about = operation.signal === 'backfill' ? rangeInWords(operation) : null
  return { action: AUDIT_ACTIONS[operation.signal], about }
}

export interface Asker {
  /** As in the audit trail, e.g. `operator:<name>`. */
  readonly actor: string
  readonly address: string | null
}

/** What came over HTTP. Returns the id of its entry of the audit trail; null for an account that is not registered. */
export function storeAsked(
  { store, now }: Pick<Service, 'store' | 'now'>,
  on24ClientId: string,
  operation: Operation,
  { actor, address }: Asker,
): Promise<string | null> {
  const entry = { operation, actor, address, ...auditWords(operation), signalKey: null, at: now() }
  return storeOperation(store, on24ClientId, entry)
}

/** What somebody signalled to the controller: stored once, however often that is reset or replayed. */
export function storeSignalled(
  { store, now }: Pick<Service, 'store' | 'now'>,
  on24ClientId: string,
  operation: Operation,
  { firstRunId, place }: SentAs,
): Promise<string | null> {
  const payload = createHash('sha256').update(JSON.stringify(operation)).digest('base64url')
  const signalKey = `${firstRunId}/${String(place)}/${operation.signal}/${payload}`
  const by = { actor: 'temporal', address: null }
  const entry = { operation, ...by, ...auditWords(operation), signalKey, at: now() }
  return storeOperation(store, on24ClientId, entry)
}
