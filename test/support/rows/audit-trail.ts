/** Reads the audit trail of an account. */
import { listAudit } from '../../../src/store/audit.ts'
import type { Store } from '../../../src/store/database.ts'

const MOST = 200

/** `action result` of each entry, oldest first. */
export async function auditTrail(store: Store, on24ClientId: string): Promise<string[]> {
  const entries = await listAudit(store, on24ClientId, { limit: MOST })
  return entries.toReversed().map(({ action, result }) => `${action} ${result}`)
}
