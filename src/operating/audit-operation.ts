/** Operations in the audit trail. */
import type { OperateInput, Operation } from '../contracts/operating.ts'
import { recordAudit, settleAudit } from '../store/audit.ts'
import type { Service } from '../service.ts'
import type { Outcome } from './operating.ts'

export const AUDIT_ACTIONS = {
  pause: 'paused',
  resume: 'resumed',
  syncNow: 'syncNow',
  backfill: 'backfill',
} as const satisfies Partial<Record<Operation['signal'], string>>

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
    result,
    address: null,
  })
}
