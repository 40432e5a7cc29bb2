import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table operator_session add used_at timestamptz not null default service_now()`,
  `create table operator_access (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    what text not null,
    operator text,
    address text
  )`,
]
