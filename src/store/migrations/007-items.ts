import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table run_webinar add failed_reads integer not null default 0`,
  `alter table run_webinar add read_failure text`,
]
