/** Operations in the audit trail. */
import type { Operation } from '../contracts/operating.ts'

export const AUDIT_ACTIONS = {
  pause: 'paused',
  resume: 'resumed',
  syncNow: 'syncNow',
  backfill: 'backfill',
} as const satisfies Partial<Record<Operation['signal'], string>>
