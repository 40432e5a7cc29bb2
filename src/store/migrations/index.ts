/** All migrations in order. A migration that was released is never edited: the next one mends it. */
import type { Migration } from 'kysely/migration'
import * as firstTables from './001-first-tables.ts'
import * as linking from './002-linking.ts'
import * as operating from './003-operating.ts'
import * as trouble from './004-trouble.ts'
import * as clock from './005-clock.ts'
import * as scans from './006-scans.ts'
import * as items from './007-items.ts'
import * as operatorAccess from './008-operator-access.ts'
import * as operations from './009-operations.ts'

export const MIGRATIONS: Record<string, Migration> = {
  '001-first-tables': firstTables,
  '002-linking': linking,
  '003-operating': operating,
  '004-trouble': trouble,
  '005-clock': clock,
  '006-scans': scans,
  '007-items': items,
  '008-operator-access': operatorAccess,
  '009-operations': operations,
}
