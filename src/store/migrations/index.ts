/** All migrations in order. A released migration is never edited: the next one corrects it. */
import type { Migration } from 'kysely/migration'
import * as firstTables from './001-first-tables.ts'
import * as verifications from './002-verifications.ts'
import * as journal from './003-journal.ts'
import * as rewriteReason from './004-rewrite-reason.ts'

export const MIGRATIONS: Record<string, Migration> = {
  '001-first-tables': firstTables,
  '002-verifications': verifications,
  '003-journal': journal,
  '004-rewrite-reason': rewriteReason,
}
