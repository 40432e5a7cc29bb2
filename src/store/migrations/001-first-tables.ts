import { type Kysely, sql } from 'kysely'
import { ACCOUNT_TABLES } from './first-tables/accounts.ts'
import { CLOCK } from './first-tables/clock.ts'
import { OPERATION_TABLES } from './first-tables/operations.ts'
import { RUN_TABLES } from './first-tables/runs.ts'
import { VISITOR_TABLES } from './first-tables/visitors.ts'
import { WEBINAR_TABLES } from './first-tables/webinars.ts'
import { WORKER_TABLES } from './first-tables/workers.ts'

/** In this order: each statement refers only to tables of earlier ones. */
const STATEMENTS = [
  ...CLOCK,
  ...ACCOUNT_TABLES,
  ...WEBINAR_TABLES,
  ...RUN_TABLES,
  ...OPERATION_TABLES,
  ...VISITOR_TABLES,
  ...WORKER_TABLES,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
