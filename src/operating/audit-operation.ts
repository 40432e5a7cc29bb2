/** Operations in the audit trail. */
import type { BackfillRange, OperateInput, Operation } from '../contracts/operating.ts'
import { recordAudit, settleAudit } from '../store/audit.ts'
import type { Service } from '../service.ts'
import type { Outcome } from './operating.ts'

export const AUDIT_ACTIONS = {
  pause: 'paused',
  resume: 'resumed',
  syncNow: 'syncNow',
  backfill: 'backfill',
} as const satisfies Partial<Record<Operation['signal'], string>>

/** What a backfill is about, e.g. `2024-01-01..2024-06-30 (dry run)`. */
export function rangeInWords({
  from,
  to,
  dryRun = false,
}: BackfillRange & { readonly dryRun?: boolean }): string {
  return `${from}..${to}${dryRun ? ' (dry run)' : ''}`
}

const RESULTS = { done: 'ok', unchanged: 'unchanged', refused: 'refused' } as const

/** Settles the entry that asked for it, or writes one for whoever signalled the controller without an entry. */
export async function auditOperation(
  { store, now }: Pick<Service, 'store' | 'now'>,
  { on24ClientId, operation, auditId }: OperateInput,
  outcome: Outcome,
): Promise<void> {
  const result = RESULTS[outcome.result]
  const isSettled = auditId !== null && (await settleAudit(store, on24ClientId, auditId, result))
  if (isSettled || operation.signal === 'followSchedule') return
  await recordAudit(store, {
    on24_client_id: on24ClientId,
    at: now(),
    actor: 'temporal',
    action: AUDIT_ACTIONS[operation.signal],
    about: operation.signal === 'backfill' ? rangeInWords(operation) : null,
    result,
    address: null,
  })
}
