/** All migrations in order. A released migration is never edited: the next one corrects it. */
import type { Migration } from 'kysely/migration'
import * as firstTables from './001-first-tables.ts'
import * as verifications from './002-verifications.ts'
import * as journal from './003-journal.ts'
import * as rewriteReason from './004-rewrite-reason.ts'
import * as rowSizeAndPlans from './005-row-size-and-plans.ts'
import * as retention from './006-retention.ts'
import * as usualJobTime from './007-usual-job-time.ts'
import * as pacedCalls from './008-paced-calls.ts'
import * as noticeDeliveries from './009-notice-deliveries.ts'
import * as statusLinks from './010-status-links.ts'
import * as runsOfSlot from './012-runs-of-slot.ts'
import * as noticeRecipients from './013-notice-recipients.ts'
import * as quotaReason from './014-quota-reason.ts'

export const MIGRATIONS: Record<string, Migration> = {
  '001-first-tables': firstTables,
  '002-verifications': verifications,
  '003-journal': journal,
  '004-rewrite-reason': rewriteReason,
  '005-row-size-and-plans': rowSizeAndPlans,
  '006-retention': retention,
  '007-usual-job-time': usualJobTime,
  '008-paced-calls': pacedCalls,
  '009-notice-deliveries': noticeDeliveries,
  '010-status-links': statusLinks,
  '012-runs-of-slot': runsOfSlot,
  '013-notice-recipients': noticeRecipients,
  '014-quota-reason': quotaReason,
}
