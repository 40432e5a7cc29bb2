/** Deletes records that are older than they are kept: the journal, ended runs, the audit trail, notices, sign-ins. */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from './database.ts'

/** Small enough that a statement ends within a second, and holds no lock for long. */
const ROWS_PER_STATEMENT = 10_000

/**
 * Nothing that is still needed is old: an account's latest run, unsettled notices and unsettled operations stay.
 * Returns how many rows were deleted, by table. Stops early once `stopped` is aborted.
 */
export async function dropOldRecords(
  store: Store,
  before: Date,
  stopped: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const dropped: Record<string, number> = {}
  for (const [table, isOld] of Object.entries(oldRecords(before))) {
    dropped[table] = await dropFrom(store, table, isOld, stopped)
  }
  return dropped
}

function oldRecords(before: Date): Readonly<Record<string, RawBuilder<unknown>>> {
  const time = sql`${before.toISOString()}::timestamptz`
  return {
    journal_entry: sql`ended_at < ${time}`,
    run: sql`finished_at < ${time} and exists (
      select from run as later
      where later.on24_client_id = old.on24_client_id and later.started_at > old.started_at
    )`,
    audit_entry: sql`at < ${time} and not exists (
      select from operation where operation.audit_id = old.id and operation.result is null
    )`,
    notice: sql`created_at < ${time} and settled_at is not null`,
    operator_access: sql`at < ${time}`,
  }
}

async function dropFrom(
  store: Store,
  table: string,
  isOld: RawBuilder<unknown>,
  stopped: AbortSignal,
): Promise<number> {
  let dropped = 0
  while (!stopped.aborted) {
    const { rows } = await sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} as old where ${isOld} limit ${ROWS_PER_STATEMENT}
      )) returning 1
    `.execute(store)
    dropped += rows.length
    if (rows.length < ROWS_PER_STATEMENT) break
  }
  return dropped
}
