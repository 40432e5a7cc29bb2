/** Deletes what is older than it is kept (old-records.ts), in small statements. */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from './database.ts'
import { oldRecords, type RetentionTimes } from './old-records.ts'

/** Small enough that a statement ends within a second, and holds no lock for long. */
const ROWS_PER_STATEMENT = 10_000

/** Returns how many rows were deleted, by table. Stops early once `stopped` is aborted. */
export async function dropOldRecords(
  store: Store,
  times: RetentionTimes,
  stopped: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const dropped: Record<string, number> = {}
  for (const [table, isOld] of Object.entries(oldRecords(times))) {
    dropped[table] = await dropFrom(store, table, isOld, stopped)
  }
  return dropped
}

async function dropFrom(
  store: Store,
  table: string,
  isOld: RawBuilder<unknown>,
  stopped: AbortSignal,
): Promise<number> {
  let dropped = 0
  while (!stopped.aborted) {
    // The second condition: another process may have changed the row since this statement found it.
    const { rows } = await sql`
      delete from ${sql.table(table)} as old where ctid = any(array(
        select ctid from ${sql.table(table)} as old where ${isOld} limit ${ROWS_PER_STATEMENT}
      )) and (${isOld}) returning 1
    `.execute(store)
    dropped += rows.length
    if (rows.length < ROWS_PER_STATEMENT) break
  }
  return dropped
}
