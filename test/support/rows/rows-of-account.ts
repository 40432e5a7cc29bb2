/** Finds rows of an account in all tables of the store, for tests of removals. */
import { sql } from 'kysely'
import type { Store } from '../../../src/store/database.ts'

/** The table of the audit trail, which is kept after the account's removal. */
const KEPT = 'audit_entry'

/**
 * Names of the tables that have a row of the account or of a run that no longer exists, and of the account's leases.
 */
export async function tablesWithRowsOf(store: Store, on24ClientId: string): Promise<string[]> {
  const { rows: columns } = await sql<{ tableName: string; columnName: string }>`
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and column_name in ('on24_client_id', 'run_key')
      and table_name <> ${KEPT}
  `.execute(store)
  const found: string[] = []
  for (const { tableName, columnName } of columns) {
    const isOurs =
      columnName === 'run_key'
        ? sql`run_key <> '' and run_key not in (select run_key from run)`
        : sql`on24_client_id = ${on24ClientId}`
    const { rows } =
      await sql`select 1 from ${sql.table(tableName)} where ${isOurs} limit 1`.execute(store)
    if (rows.length > 0) found.push(tableName)
  }
  const { rows: leases } = await sql<{ name: string }>`
    select name from lease where split_part(name, '/', 2) = ${on24ClientId}
  `.execute(store)
  return [...new Set([...found, ...leases.map(({ name }) => `lease ${name}`)])].sort()
}
