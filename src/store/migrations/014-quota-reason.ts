import { type Kysely, sql } from 'kysely'

/** Which limit an account waits for is a column of the account. Until now only the notice of the wait said it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table account add column quota_reason text`,
  `update account set quota_reason = (
    select reason from notice
    where notice.on24_client_id = account.on24_client_id and kind = 'waitingForQuota'
    order by seq desc limit 1
  ) where quota_since is not null`,
  // The expression of a generated column cannot be changed.
  `alter table account drop column state_reason`,
  `alter table account add column state_reason text generated always as (
    case
      when removal_since is not null then 'The account is being removed.'
      when linked_at is null then null
      when paused_since is not null then paused_reason
      when needs_relink_since is not null then needs_relink_reason
      when quota_since is not null then quota_reason
      when failing_since is not null then failing_reason
    end
  ) stored`,
]
