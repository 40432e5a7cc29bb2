/** All migrations in order. A migration that was released is never edited: the next one mends it. */
import type { Migration } from 'kysely/migration'
import * as firstTables from './001-first-tables.ts'

export const MIGRATIONS: Record<string, Migration> = {
  '001-first-tables': firstTables,
}
