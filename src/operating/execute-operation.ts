/**
 * Executes a stored operation once, whether its controller calls this, a controller that replaced it, or the service
 * itself because the controller left the operation unanswered.
 */
import type { Operated } from '../contracts/operations.ts'
import { withLease } from '../store/leases/hold-lease.ts'
import { operationLease } from '../store/leases/lease-names.ts'
import { findOperation, settleOperation, type StoredOperation } from '../store/operations.ts'
import { applyPauseOrResume } from './apply-pause-or-resume.ts'
import type { CheckActOnParts } from './check-act-on.ts'
import type { OperatingParts, Outcome } from './outcome.ts'
import { startBackfill } from './start-backfill.ts'
import { syncNow } from './sync-now.ts'

export type ExecutingParts = OperatingParts & CheckActOnParts

/** Returns the outcome, of this execution or an earlier one; null if the operation is not stored. */
export async function executeOperation(
  parts: ExecutingParts,
  on24ClientId: string,
  auditId: string,
  signal: AbortSignal,
): Promise<Pick<Operated, 'result' | 'detail'> | null> {
  const { store } = parts
  const find = () => findOperation(store, on24ClientId, auditId)
  const lease = { name: operationLease(auditId), signal }
  return withLease(store, lease, async (leased) => {
    const stored = await find()
    if (stored === null || stored.outcome !== null) return stored?.outcome ?? null
    const outcome = await outcomeOf(parts, stored, leased)
    if (outcome !== null) await settleOperation(store, stored, outcome)
    return (await find())?.outcome ?? null
  })
}

/** Null for a pause or resume: the latest one is applied, which also settles the earlier ones. */
async function outcomeOf(
  parts: ExecutingParts,
  { on24ClientId, auditId, operation }: StoredOperation,
  signal: AbortSignal,
): Promise<Outcome | null> {
  switch (operation.signal) {
    case 'pause':
    case 'resume':
      await applyPauseOrResume(parts, on24ClientId, signal)
      return null
    case 'syncNow':
      return syncNow(parts, on24ClientId, signal)
    case 'backfill':
      return startBackfill(parts, on24ClientId, operation, { auditId, signal })
  }
}
