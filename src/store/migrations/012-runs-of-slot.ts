import { type Kysely, sql } from 'kysely'

/** The runs of a slot, for the fleet's line: see src/store/accounts/fleet.ts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Without outcome and end: an index on columns that change with a run would make each of its updates dearer.
  await sql`create index run_of_slot on run (window_to) where trigger = 'schedule'`.execute(db)
}
